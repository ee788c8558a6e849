using System.Text;

namespace CheckIn.Hub.Web.Parts;

/// <summary>
/// What a page's address asks of its table: what to search for, by what to sort, what to show, and where a page of it
/// begins. Every link of the table is the same address with one thing changed, so that it can be kept, sent and gone
/// back to, and works without script.
/// </summary>
public sealed class TableQuery
{
    private const int MaxLength = 200;
    private readonly SortedDictionary<string, string> _values;

    private TableQuery(string path, SortedDictionary<string, string> values) => (Path, _values) = (path, values);

    /// <summary>Without what is asked.</summary>
    public string Path { get; }

    /// <summary>What is searched for; null = nothing.</summary>
    public string? Search => this["q"];

    /// <summary>Name of the column; null = the table's own order.</summary>
    public string? Sort => this["sort"]?.TrimStart('-');

    /// <summary>The other way round.</summary>
    public bool IsDescending => this["sort"]?.StartsWith('-') == true;

    /// <summary>The cursor after which this page begins; null = it is the first.</summary>
    public string? After => this["after"];

    /// <summary>It shows less than everything.</summary>
    public bool IsNarrowed => _values.Keys.Any(static name => name is not ("sort" or "after"));

    /// <summary>Its whole address, without the language.</summary>
    public string Href => Write(_values);

    /// <summary>What is asked of one name; null = nothing.</summary>
    public string? this[string name] => _values.GetValueOrDefault(name);

    /// <summary>Of a request; only <paramref name="names"/> and what every table has are taken.</summary>
    public static TableQuery Of(HttpRequest request, string path, params ReadOnlySpan<string> names)
    {
        ArgumentNullException.ThrowIfNull(request);
        var values = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var name in (ReadOnlySpan<string>)[.. names, "q", "sort", "after"])
        {
            if (request.Query[name] is [{ } value, ..] && value.Trim() is { Length: > 0 and <= MaxLength } trimmed)
                values[name] = trimmed;
        }
        return new(path, values);
    }

    /// <summary>The address with one thing changed; null takes it away. It begins with the first page again.</summary>
    public string With(string name, string? value)
    {
        var values = new SortedDictionary<string, string>(_values, StringComparer.Ordinal);
        if (name != "after")
            values.Remove("after");
        if (value is null)
            values.Remove(name);
        else
            values[name] = value;
        return Write(values);
    }

    /// <summary>What a form must carry along so that the rest stays as it is.</summary>
    internal IEnumerable<KeyValuePair<string, string>> Besides(IEnumerable<string> fields) =>
        _values.Where(one => one.Key != "after" && !fields.Contains(one.Key));

    private string Write(SortedDictionary<string, string> values)
    {
        var text = new StringBuilder(Path);
        var sign = '?';
        foreach (var (name, value) in values)
        {
            text.Append(sign).Append(name).Append('=').Append(Uri.EscapeDataString(value));
            sign = '&';
        }
        return text.ToString();
    }
}
