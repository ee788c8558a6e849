using System.Globalization;
using CheckIn.Hub.Settings;
using CheckIn.Hub.Sites;
using CheckIn.Settings;

namespace CheckIn.Hub.Web;

/// <summary>
/// The form of a site: every field as text, as it was typed. What cannot be understood is said beside its field, and
/// everything typed stays.
/// </summary>
public sealed class SiteFields
{
    private const string MomentFormat = "yyyy-MM-dd'T'HH:mm", DayFormat = "yyyy-MM-dd";
    private readonly Dictionary<string, string> _values = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _problems = new(StringComparer.Ordinal);

    /// <summary>Names of the fields, in the order of the form.</summary>
    internal static IReadOnlyList<string> Names { get; } =
    [
        "name", "kind", "form", "node", "address", "starts", "ends", "head", "head_phone", "manager", "manager_phone", "support",
        "hours", "zone", "declared", "deadline", "groups",
    ];

    /// <summary>What stands in a field.</summary>
    public string this[string name] => _values.GetValueOrDefault(name, "");

    /// <summary>What is wrong with it; null = nothing.</summary>
    public string? ProblemOf(string name) => _problems.GetValueOrDefault(name);

    /// <summary>What is wrong, by field.</summary>
    public IReadOnlyDictionary<string, string> Problems => _problems;

    /// <summary>The form of a site as it is.</summary>
    internal static SiteFields Of(Site site, SiteTree tree)
    {
        var fields = new SiteFields();
        fields.Put("name", site.Name);
        fields.Put("kind", site.Kind);
        fields.Put("form", SiteForms.Word(site.Form));
        fields.Put("node", site.Node is { } id && tree.Nodes.TryGetValue(id, out var node) ? node.Code : null);
        fields.Put("address", site.Address);
        fields.Put("starts", Local(site.StartsAt));
        fields.Put("ends", Local(site.EndsAt));
        fields.Put("head", site.Head?.Name);
        fields.Put("head_phone", site.Head?.Phone);
        fields.Put("manager", site.QrManager?.Name);
        fields.Put("manager_phone", site.QrManager?.Phone);
        fields.Put("support", site.SupportNumber);
        fields.Put("hours", site.Hours?.Text);
        fields.Put("zone", site.Zone);
        fields.Put("declared", Deployments.Word(site.Declared));
        fields.Put("deadline", site.Deadline?.ToString(DayFormat, CultureInfo.InvariantCulture));
        fields.Put("groups", string.Join('\n', site.Groups.OrderBy(static group => group.Key, StringComparer.Ordinal)
            .Select(static group => $"{group.Key} = {group.Value}")));
        return fields;
    }

    /// <summary>The form as it was sent.</summary>
    internal static SiteFields Of(IFormCollection sent)
    {
        var fields = new SiteFields();
        foreach (var name in Names)
            fields.Put(name, sent[name].ToString().Trim());
        return fields;
    }

    /// <summary>The site that the form says, from the one it was; null = something cannot be understood.</summary>
    internal Site? Read(Site before, SiteTree tree, Words words)
    {
        var text = SiteWords.Of(words);
        if (this["name"].Length == 0)
            _problems["name"] = text.NameMissing;
        Node? node = null;
        if (this["node"] is { Length: > 0 } code && (node = tree.NodeByCode(code)) is null)
            _problems["node"] = text.NoSuchNodeTyped;
        var after = before with
        {
            Name = this["name"],
            Kind = SiteKinds.All.Contains(this["kind"]) ? this["kind"] : before.Kind,
            Form = SiteForms.Find(this["form"]) ?? before.Form,
            Node = node?.Id,
            Address = Null("address"),
            StartsAt = Moment("starts", text),
            EndsAt = Moment("ends", text),
            Head = Contact("head"),
            QrManager = Contact("manager"),
            SupportNumber = Null("support"),
            Zone = Zone(text),
            Hours = Hours(words),
            Declared = Deployments.Find(this["declared"]) is { } said and <= Deployment.Installed ? said : before.Declared,
            Deadline = Day(text),
            Groups = Groups(text),
        };
        if (after.EndsAt <= after.StartsAt && !_problems.ContainsKey("ends"))
            _problems["ends"] = text.MaintenanceBackwards;
        return _problems.Count == 0 ? after : null;
    }

    /// <summary>A moment of the hub's zone as the form writes it; null = it is none.</summary>
    internal static DateTimeOffset? Moment(string typed) =>
        DateTime.TryParseExact(typed, [MomentFormat, "yyyy-MM-dd HH:mm"], CultureInfo.InvariantCulture,
            DateTimeStyles.None, out var local)
            ? new DateTimeOffset(local, HubZone.Current.GetUtcOffset(local)) : null;

    /// <summary>The other way round.</summary>
    internal static string? Local(DateTimeOffset? at) => at is { } moment
        ? TimeZoneInfo.ConvertTime(moment, HubZone.Current).ToString(MomentFormat, CultureInfo.InvariantCulture) : null;

    private void Put(string name, string? value) => _values[name] = value ?? "";

    private string? Null(string name) => this[name] is { Length: > 0 } value ? value : null;

    private Contact? Contact(string name) => Null(name) is { } who ? new Contact(who, Null(name + "_phone")) : null;

    private DateTimeOffset? Moment(string name, SiteWords text)
    {
        if (Null(name) is not { } typed)
            return null;
        var moment = Moment(typed);
        if (moment is null)
            _problems[name] = text.NotAMoment;
        return moment;
    }

    private DateOnly? Day(SiteWords text)
    {
        if (Null("deadline") is not { } typed)
            return null;
        if (DateOnly.TryParseExact(typed, DayFormat, CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
            return day;
        _problems["deadline"] = text.NotADay;
        return null;
    }

    private string? Zone(SiteWords text)
    {
        if (Null("zone") is not { } zone)
            return null;
        if (!TimeZoneInfo.TryFindSystemTimeZoneById(zone, out _))
            _problems["zone"] = text.ZoneHint;
        return zone;
    }

    private OpeningHours? Hours(Words words)
    {
        if (Null("hours") is not { } typed)
            return null;
        try
        {
            return OpeningHours.Parse(typed);
        }
        catch (FormatException e)
        {
            _problems["hours"] = e is WrongTextException wrong ? wrong.In(words.Language == "en" ? Language.English : Language.Vietnamese) : e.Message;
            return null;
        }
    }

    private Dictionary<string, string> Groups(SiteWords text)
    {
        var groups = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var line in this["groups"].Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (line.Split('=', 2, StringSplitOptions.TrimEntries) is [{ Length: > 0 } name, { Length: > 0 } value])
                groups[name] = value;
            else
                _problems["groups"] = FleetWords.Fill(text.NotAGroup, line);
        }
        return groups;
    }
}
