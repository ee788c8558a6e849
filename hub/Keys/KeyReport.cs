using CheckIn.Sealing;

namespace CheckIn.Hub.Keys;

/// <summary>What lies where, as the files say; looking changes and makes nothing.</summary>
/// <param name="Places">Where it was looked.</param>
/// <param name="RootId">Null = there is no root yet.</param>
/// <param name="Sites">Each site's generations.</param>
/// <param name="PublicDays">Days from today on that have a public tracing key.</param>
/// <param name="PublicUntil">The last of all.</param>
/// <param name="PrivateDays">Days whose private halves are here; null = on another machine.</param>
/// <param name="IsTracingAbsent">The private halves should be here, and their place is not.</param>
internal sealed record KeyReport(
    KeyPlaces Places, string? RootId, SiteGenerations Sites, int PublicDays, DateOnly? PublicUntil,
    IReadOnlyList<DateOnly>? PrivateDays, bool IsTracingAbsent)
{
    /// <summary>Whoever copies the hub's data has the private halves too.</summary>
    internal bool HasPrivatesBesideData => PrivateDays is { Count: > 0 }
        && (Places.TracingPrivate! + "/").StartsWith(
            Path.GetDirectoryName(Places.RootMark)! + "/", StringComparison.Ordinal);

    /// <exception cref="KeysException">They are damaged or not there.</exception>
    internal static KeyReport Look(KeyPlaces places, DateOnly today)
    {
        if (new KeyFolder(places).Peek() is not var (root, sites))
            return new KeyReport(places, null, SiteGenerations.None, 0, null, null, false);
        var shown = Directory.Exists(places.TracingPublic) ? TracingKeys.Days(places.TracingPublic) : [];
        var isAbsent = places.TracingPrivate is not null && File.Exists(places.TracingMark)
            && !File.Exists(places.PlaceMark);
        IReadOnlyList<DateOnly>? kept = places.TracingPrivate is null ? null
            : Directory.Exists(places.TracingPrivate) ? TracingKeys.Days(places.TracingPrivate) : [];
        return new KeyReport(
            places, root.Id, sites, shown.Count(day => day >= today), shown.Count > 0 ? shown[^1] : null,
            kept, isAbsent);
    }

    /// <summary>For machines.</summary>
    internal KeyReportFile ToFile() => new(
        RootId, Places.Directory,
        [.. Sites.Sites.OrderBy(static site => site.Key, StringComparer.Ordinal).Select(static site => new SiteReport(
            site.Key, site.Value[^1], DateTimeOffset.FromUnixTimeSeconds(site.Value[^1]), site.Value.Count - 1))],
        PublicDays, PublicUntil is { } day ? SealedFields.DayText(day) : null, Places.TracingPrivate,
        PrivateDays?.Count, IsTracingAbsent);
}

/// <summary>As <c>keys show --json</c> has it.</summary>
internal sealed record KeyReportFile(
    string? Root, string Directory, IReadOnlyList<SiteReport> Sites, int PublicDays, string? PublicUntil,
    string? TracingDirectory, int? PrivateDays, bool TracingAbsent);

/// <summary>A site's keys.</summary>
internal sealed record SiteReport(string Site, long Generation, DateTimeOffset Since, int Rotations);
