using CheckIn.Hub.Fleet.Offline;

namespace CheckIn.Hub.Web;

/// <summary>What the page of gates that are not there says, in one language.</summary>
public sealed partial record OfflineWords
{
    // The page of gates that are not there.
    public required string Offline { get; init; }
    public required string Now { get; init; }
    public required string OfDay { get; init; }
    public required string Day { get; init; }
    public required string Show { get; init; }
    public required string Earlier { get; init; }
    public required string Later { get; init; }
    public required string HeadlineNow { get; init; }
    public required string HeadlineDay { get; init; }
    public required string AllThere { get; init; }
    public required string AllThereNext { get; init; }
    public required string AllThereDay { get; init; }
    public required string NotWatched { get; init; }
    public required string Gate { get; init; }
    public required string Gates { get; init; }
    public required string Since { get; init; }
    public required string ForHow { get; init; }
    public required string Times { get; init; }
    public required string Total { get; init; }
    public required string LostOpen { get; init; }
    public required string Why { get; init; }
    public required string Probably { get; init; }
    public required string Waiting { get; init; }
    public required string When { get; init; }
    public required string StillAway { get; init; }
    public required string Csv { get; init; }
    public required string ByNode { get; init; }
    public required string Availability { get; init; }
    public required string Common { get; init; }
    public required string CommonSite { get; init; }
    public required string CommonNode { get; init; }
    public required string CommonHub { get; init; }
    public required string MoreGates { get; init; }

    // Causes.
    public required string CauseUnknown { get; init; }
    public required string CauseStopped { get; init; }
    public required string CauseLink { get; init; }
    public required string CausePower { get; init; }
    public required string CauseProgram { get; init; }
    public required string CauseHub { get; init; }
    public required string CauseRevoked { get; init; }
    public required string CauseCertificateExpired { get; init; }

    /// <summary>In the language of the page's other words.</summary>
    public static OfflineWords Of(Words words)
    {
        ArgumentNullException.ThrowIfNull(words);
        return words.Language == "en" ? English : Vietnamese;
    }

    /// <summary>Why a gate was not there.</summary>
    public string CauseOf(OfflineCause cause) => cause switch
    {
        OfflineCause.Stopped => CauseStopped,
        OfflineCause.Link => CauseLink,
        OfflineCause.Power => CausePower,
        OfflineCause.Program => CauseProgram,
        OfflineCause.Hub => CauseHub,
        OfflineCause.Revoked => CauseRevoked,
        OfflineCause.CertificateExpired => CauseCertificateExpired,
        _ => CauseUnknown,
    };

    /// <summary>The same, and whether it is proved.</summary>
    public string CauseOf(OfflineCause cause, bool isSure) => isSure || cause == OfflineCause.Unknown
        ? CauseOf(cause) : string.Format(System.Globalization.CultureInfo.InvariantCulture, Probably, CauseOf(cause));
}
