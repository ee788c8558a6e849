using System.Text.RegularExpressions;
using CheckIn.Hub.Sites;
using CheckIn.Time;

namespace CheckIn.Hub.Web;

/// <summary>What the pages of nodes and sites say, in one language.</summary>
public sealed partial record SiteWords
{
    // Nodes.
    public required string Nodes { get; init; }
    public required string Node { get; init; }
    public required string Level { get; init; }
    public required string NodesBelow { get; init; }
    public required string NodesEmpty { get; init; }
    public required string NodesEmptyNext { get; init; }
    public required string NoSuchNode { get; init; }
    public required string NoSuchNodeNext { get; init; }
    public required string WithoutNode { get; init; }
    public required string WithoutSite { get; init; }
    public required string ValidFrom { get; init; }
    public required string ValidUntil { get; init; }
    public required string NodeIsOver { get; init; }
    public required string BecameThese { get; init; }
    public required string CameFrom { get; init; }
    public required string HoldsWhatWas { get; init; }
    public required string SupportNumber { get; init; }
    public required string Inherited { get; init; }
    public required string Deployed { get; init; }
    public required string DeployedOf { get; init; }
    public required string Overdue { get; init; }
    public required string Availability { get; init; }
    public required string AvailabilityHint { get; init; }
    public required string NothingExpected { get; init; }
    public required string GateCount { get; init; }
    public required string SiteCount { get; init; }
    public required string NeedLook { get; init; }
    public required string NoGates { get; init; }

    // Sites.
    public required string Sites { get; init; }
    public required string Site { get; init; }
    public required string Kind { get; init; }
    public required string Form { get; init; }
    public required string Code { get; init; }
    public required string Name { get; init; }
    public required string Address { get; init; }
    public required string Deployment { get; init; }
    public required string LastScan { get; init; }
    public required string Declared { get; init; }
    public required string DeclaredHint { get; init; }
    public required string Deadline { get; init; }
    public required string DeadlineIn { get; init; }
    public required string DeadlineToday { get; init; }
    public required string DeadlineOver { get; init; }
    public required string SitesEmpty { get; init; }
    public required string SitesEmptyNext { get; init; }
    public required string SitesSearch { get; init; }
    public required string NoSuchSite { get; init; }
    public required string NoSuchSiteNext { get; init; }
    public required string GatesHere { get; init; }
    public required string NoGatesHere { get; init; }
    public required string NoGatesHereNext { get; init; }
    public required string People { get; init; }
    public required string Head { get; init; }
    public required string QrManager { get; init; }
    public required string Phone { get; init; }
    public required string About { get; init; }
    public required string Groups { get; init; }
    public required string GroupsHint { get; init; }
    public required string Starts { get; init; }
    public required string Ends { get; init; }
    public required string StartsHint { get; init; }
    public required string Zone { get; init; }
    public required string ZoneHint { get; init; }
    public required string Hours { get; init; }
    public required string HoursHint { get; init; }
    public required string AlwaysOpen { get; init; }
    public required string OpenNow { get; init; }
    public required string ClosedNow { get; init; }
    public required string WeekDays { get; init; }
    public required string HolidayDay { get; init; }
    public required string ClosedDay { get; init; }
    public required string Edit { get; init; }
    public required string EditTitle { get; init; }
    public required string Save { get; init; }
    public required string Saved { get; init; }
    public required string NodeHint { get; init; }
    public required string NotAMoment { get; init; }
    public required string NotAGroup { get; init; }

    // Maintenance.
    public required string Maintenance { get; init; }
    public required string MaintenanceNone { get; init; }
    public required string MaintenanceNow { get; init; }
    public required string MaintenanceWhat { get; init; }
    public required string MaintenanceAdd { get; init; }
    public required string MaintenanceFrom { get; init; }
    public required string MaintenanceUntil { get; init; }
    public required string MaintenanceWhy { get; init; }
    public required string MaintenanceWhyHint { get; init; }
    public required string MaintenanceEnd { get; init; }
    public required string MaintenanceCancel { get; init; }
    public required string MaintenanceAdded { get; init; }
    public required string MaintenanceEnded { get; init; }
    public required string MaintenanceBackwards { get; init; }
    public required string MaintenanceWhyMissing { get; init; }
    public required string MaintenanceOf { get; init; }

    // Kinds of sites.
    public required string KindOffice { get; init; }
    public required string KindFactory { get; init; }
    public required string KindEatery { get; init; }
    public required string KindBar { get; init; }
    public required string KindGym { get; init; }
    public required string KindMeeting { get; init; }
    public required string KindHospital { get; init; }
    public required string KindApartmentBlock { get; init; }
    public required string KindSchool { get; init; }
    public required string KindStation { get; init; }
    public required string KindVehicle { get; init; }
    public required string KindMall { get; init; }
    public required string KindMarket { get; init; }
    public required string KindShop { get; init; }
    public required string KindFuneral { get; init; }
    public required string KindWedding { get; init; }
    public required string KindTouristSite { get; init; }
    public required string KindSpiritualSite { get; init; }
    public required string KindCheckpoint { get; init; }
    public required string KindOther { get; init; }

    // How long a place is one.
    public required string FormPermanent { get; init; }
    public required string FormEvent { get; init; }
    public required string FormMobile { get; init; }

    // How far a place is equipped.
    public required string DeployedNone { get; init; }
    public required string DeployedPosterOnly { get; init; }
    public required string DeployedOrdered { get; init; }
    public required string DeployedInstalled { get; init; }
    public required string DeployedActive { get; init; }
    public required string DeployedIdle { get; init; }
    public required string DeployedWrong { get; init; }
    public required string WhyDeclared { get; init; }
    public required string WhyInPlace { get; init; }
    public required string WhyScans { get; init; }
    public required string WhyNoScan { get; init; }
    public required string WhyNoGateThere { get; init; }
    public required string WhyOneWay { get; init; }
    public required string WhyPoster { get; init; }

    /// <summary>In the language of the page's other words.</summary>
    public static SiteWords Of(Words words)
    {
        ArgumentNullException.ThrowIfNull(words);
        return words.Language == "en" ? English : Vietnamese;
    }

    /// <summary>One of <see cref="SiteKinds"/>; one that this hub does not know is shown as it is.</summary>
    public string KindOf(string kind) => kind switch
    {
        "office" => KindOffice,
        "factory" => KindFactory,
        "eatery" => KindEatery,
        "bar" => KindBar,
        "gym" => KindGym,
        "meeting" => KindMeeting,
        "hospital" => KindHospital,
        "apartment_block" => KindApartmentBlock,
        "school" => KindSchool,
        "station" => KindStation,
        "vehicle" => KindVehicle,
        "mall" => KindMall,
        "market" => KindMarket,
        "shop" => KindShop,
        "funeral" => KindFuneral,
        "wedding" => KindWedding,
        "tourist_site" => KindTouristSite,
        "spiritual_site" => KindSpiritualSite,
        "checkpoint" => KindCheckpoint,
        "other" => KindOther,
        _ => kind,
    };

    public string FormOf(SiteForm form) => form switch
    {
        SiteForm.Event => FormEvent,
        SiteForm.Mobile => FormMobile,
        _ => FormPermanent,
    };

    public string DeploymentOf(Deployment deployment) => deployment switch
    {
        Hub.Sites.Deployment.PosterOnly => DeployedPosterOnly,
        Hub.Sites.Deployment.Ordered => DeployedOrdered,
        Hub.Sites.Deployment.Installed => DeployedInstalled,
        Hub.Sites.Deployment.Active => DeployedActive,
        Hub.Sites.Deployment.Idle => DeployedIdle,
        Hub.Sites.Deployment.Wrong => DeployedWrong,
        _ => DeployedNone,
    };

    /// <summary>By what one knows how far a place is equipped.</summary>
    public string WhyOf(string why) => why switch
    {
        DeploymentReasons.Declared => WhyDeclared,
        DeploymentReasons.InPlace => WhyInPlace,
        DeploymentReasons.Scans => WhyScans,
        DeploymentReasons.NoScan => WhyNoScan,
        DeploymentReasons.NoGateThere => WhyNoGateThere,
        DeploymentReasons.OneWay => WhyOneWay,
        DeploymentReasons.Poster => WhyPoster,
        _ => why,
    };

    /// <summary>Opening hours with the days as people write them.</summary>
    public string HoursOf(OpeningHours hours)
    {
        ArgumentNullException.ThrowIfNull(hours);
        var days = WeekDays.Split(',');
        return HourWord().Replace(hours.Text.Replace(",", ", ", StringComparison.Ordinal), word => word.Value switch
        {
            "off" or "closed" => ClosedDay,
            "PH" => HolidayDay,
            var day => days[Array.IndexOf(Codes, day)],
        });
    }

    private static readonly string[] Codes = ["Mo", "Tu", "We", "Th", "Fr", "Sa", "Su"];

    [GeneratedRegex(@"\b(Mo|Tu|We|Th|Fr|Sa|Su|PH|off|closed)\b", RegexOptions.ExplicitCapture)]
    private static partial Regex HourWord();
}
