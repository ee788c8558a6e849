using CheckIn.Hub.Sites;
using CheckIn.Settings;

namespace CheckIn.Hub.Web;

/// <summary>
/// The form of a site: every field as text, by the names that the file of the census has too. What cannot be
/// understood is
/// said beside its field, and everything typed stays.
/// </summary>
public sealed class SiteFields
{
    /// <summary>All groups in one field, one a line.</summary>
    internal const string Groups = "groups";
    private readonly Dictionary<string, string> _values = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _problems = new(StringComparer.Ordinal);

    /// <summary>What stands in a field.</summary>
    public string this[string name] => _values.GetValueOrDefault(name, "");

    /// <summary>What is wrong, by field.</summary>
    public IReadOnlyDictionary<string, string> Problems => _problems;

    /// <summary>What is wrong with a field; null = nothing.</summary>
    public string? ProblemOf(string name) => _problems.GetValueOrDefault(name);

    private static IEnumerable<string> Columns =>
        SiteColumns.All.Where(static column => column.Set is not null).Select(static column => column.Name);

    /// <summary>The form of a site as it is.</summary>
    internal static SiteFields Of(Site site, SiteTree tree)
    {
        var fields = new SiteFields();
        foreach (var column in SiteColumns.All.Where(static column => column.Set is not null))
            fields._values[column.Name] = column.Get(site, tree) ?? "";
        fields._values[Groups] = string.Join('\n', site.Groups.OrderBy(static group => group.Key,
            StringComparer.Ordinal)
            .Select(static group => $"{group.Key} = {group.Value}"));
        return fields;
    }

    /// <summary>The form as it was sent.</summary>
    internal static SiteFields Of(IFormCollection sent)
    {
        var fields = new SiteFields();
        foreach (var name in Columns.Append(Groups))
            fields._values[name] = sent[name].ToString().Trim();
        return fields;
    }

    /// <summary>What to say of the site, column by column; null = a group cannot be understood.</summary>
    internal IReadOnlyDictionary<string, string?>? Read(Site before, SiteWords text)
    {
        var said = Columns.ToDictionary(static name => name, name => this[name] is { Length: > 0 } value ? value
            : null);
        // A group that is no longer among the lines is taken back.
        foreach (var dimension in before.Groups.Keys)
            said[SiteColumns.Group + dimension] = null;
        foreach (var line in this[Groups].Split('\n',
            StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (line.Split('=', 2, StringSplitOptions.TrimEntries) is [{ Length: > 0 } name, { Length: > 0 } value])
                said[SiteColumns.Group + name] = value;
            else
                _problems[Groups] = FleetWords.Fill(text.NotAGroup, line);
        }
        return _problems.Count == 0 ? said : null;
    }

    /// <summary>Takes what the register says is wrong.</summary>
    /// <returns>What no field is to blame for; null = some field is.</returns>
    internal string? Refuse(SitesException refusal, Language language)
    {
        foreach (var error in refusal.Errors?.First ?? [])
        {
            var name = error.Column?.StartsWith(SiteColumns.Group, StringComparison.Ordinal) == true ? Groups
                : error.Column;
            if (name is not null && _values.ContainsKey(name))
                _problems.TryAdd(name, language.Of(error.English, error.Vietnamese));
        }
        return _problems.Count == 0 ? refusal.In(language) : null;
    }
}
