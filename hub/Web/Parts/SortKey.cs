using System.Globalization;

namespace CheckIn.Hub.Web.Parts;

/// <summary>
/// Where a row stands in one order: by number, then by text, then by its id, which no other row has. A page begins
/// after such a key and not at a count of rows, so that what comes and goes meanwhile neither repeats a row nor leaves
/// one out.
/// </summary>
public readonly record struct SortKey(long Number, string Text, string Id) : IComparable<SortKey>
{
    /// <summary>As it stands in an address.</summary>
    public string Cursor => string.Create(CultureInfo.InvariantCulture, $"{Number}~{Id}~{Text}");

    /// <summary>Null = it is no cursor.</summary>
    public static SortKey? Parse(string? cursor) =>
        cursor?.Split('~', 3) is [var number, var id, var text]
        && long.TryParse(number, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var parsed)
            ? new(parsed, text, id) : null;

    public int CompareTo(SortKey other)
    {
        var order = Number.CompareTo(other.Number);
        if (order == 0)
            order = string.CompareOrdinal(Text, other.Text);
        return order != 0 ? order : string.CompareOrdinal(Id, other.Id);
    }

    public static bool operator <(SortKey left, SortKey right) => left.CompareTo(right) < 0;
    public static bool operator >(SortKey left, SortKey right) => left.CompareTo(right) > 0;
    public static bool operator <=(SortKey left, SortKey right) => left.CompareTo(right) <= 0;
    public static bool operator >=(SortKey left, SortKey right) => left.CompareTo(right) >= 0;
}
