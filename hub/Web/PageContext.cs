using System.Globalization;
using CheckIn.Hub.Accounts;
using CheckIn.Hub.Sites;

namespace CheckIn.Hub.Web;

/// <summary>How a page speaks: its words, its zone, and the moment of which it tells.</summary>
public sealed record PageContext(Words Words, TimeZoneInfo Zone, DateTimeOffset Now)
{
    /// <summary>What of the fleet he may see; null = it shows nothing of it.</summary>
    internal Sight? Sight { get; init; }

    /// <summary>Who looks at it: what he may not do is not offered.</summary>
    public Caller Caller { get; init; } = Caller.Nobody(null);

    /// <summary>What he sees of the fleet; null = it is not asked.</summary>
    internal SightBook? Sights { get; init; }

    /// <summary>The places that he sees; null = they are not named.</summary>
    internal SiteTree? Tree => Sight?.Tree;

    /// <summary>What the node is called; null = it is not known.</summary>
    public string? NameOfNode(string code) => Tree?.NodeByCode(code) is { } node ? NodeNames.Of(node, Words) : null;

    /// <summary>Whether he may somewhere.</summary>
    public bool May(Capability capability) => Caller.May(capability);

    /// <summary>Whether he may at that site, or at a gate of that site.</summary>
    public bool MayAtSite(Capability capability, string? site) =>
        May(capability) && (Sights is null || Sights.Of(Caller, capability).SeesSite(site));

    /// <summary>Whether he may at that node.</summary>
    public bool MayAtNode(Capability capability, string node) =>
        May(capability) && (Sights is null || Sights.Of(Caller, capability).SeesNode(node));

    /// <summary>Whether he may at that gate.</summary>
    public bool MayAtGate(Capability capability, string gate) =>
        May(capability) && (Sights is null || Sights.Of(Caller, capability).SeesGate(gate));

    /// <summary>The words that all pages share.</summary>
    public FleetWords Text => FleetWords.Of(Words);

    /// <summary>The address of another page, in the same language.</summary>
    public string Link(string path) =>
        path + (path.Contains('?', StringComparison.Ordinal) ? "&lang=" : "?lang=") + Words.Language;

    /// <summary>The whole moment: second and year.</summary>
    public string Absolute(DateTimeOffset at) =>
        TimeZoneInfo.ConvertTime(at, Zone).ToString(Words.DateFormat, CultureInfo.InvariantCulture);

    /// <summary>As short as it is clear from now: the time of today, else with its day.</summary>
    public string Short(DateTimeOffset at)
    {
        var (local, today) = (TimeZoneInfo.ConvertTime(at, Zone), TimeZoneInfo.ConvertTime(Now, Zone));
        var format = local.Date == today.Date ? "HH:mm"
            : local.Year == today.Year ? Text.ShortFormat : Text.ShortYearFormat;
        return local.ToString(format, CultureInfo.InvariantCulture);
    }

    /// <summary>The same with its second.</summary>
    public string Second(DateTimeOffset at)
    {
        var second = TimeZoneInfo.ConvertTime(at, Zone).ToString(":ss", CultureInfo.InvariantCulture);
        var text = Short(at);
        var clock = text.IndexOf(':', StringComparison.Ordinal) + 3;
        return clock > 2 && clock <= text.Length ? text.Insert(clock, second) : text;
    }

    /// <summary>A day, without a time.</summary>
    public string Day(DateOnly day) => day.ToString(Text.DayFormat, CultureInfo.InvariantCulture);

    /// <summary>How long ago, in one unit; what has not come yet is <see cref="Short"/>.</summary>
    public string Ago(DateTimeOffset at) => Text.Ago(Now - at) ?? Short(at);

    /// <summary>For machines that read the page.</summary>
    public static string Iso(DateTimeOffset at) =>
        at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
