namespace CheckIn.Hub.Web.Parts;

/// <summary>Rows in one order. Sorted once; each page is then found by halving.</summary>
public sealed class SortedRows<TRow>
{
    private readonly SortKey[] _keys;
    private readonly TRow[] _rows;

    public SortedRows(IEnumerable<TRow> rows, Func<TRow, SortKey> key)
    {
        _rows = [.. rows];
        _keys = Array.ConvertAll(_rows, one => key(one));
        Array.Sort(_keys, _rows);
    }

    public int Count => _rows.Length;

    /// <summary>A page of those that <paramref name="isShown"/>.</summary>
    /// <param name="after">The cursor it begins after; null, or none at all, is the first page.</param>
    public KeysetPage<TRow> Page(string? after, bool isDescending, int size, Func<TRow, bool>? isShown = null)
    {
        var rows = new List<TRow>(Math.Min(size, _rows.Length));
        string? next = null;
        var start = Start(SortKey.Parse(after), isDescending);
        for (var i = start; i >= 0 && i < _rows.Length; i += isDescending ? -1 : 1)
        {
            if (isShown?.Invoke(_rows[i]) == false)
                continue;
            if (rows.Count == size)
                return new(rows, next, Shown(isShown));
            rows.Add(_rows[i]);
            next = _keys[i].Cursor;
        }
        return new(rows, null, Shown(isShown));
    }

    private int Shown(Func<TRow, bool>? isShown) => isShown is null ? _rows.Length : _rows.Count(isShown);

    private int Start(SortKey? after, bool isDescending)
    {
        if (after is not { } key)
            return isDescending ? _rows.Length - 1 : 0;
        var found = Array.BinarySearch(_keys, key);
        return (found >= 0, isDescending) switch
        {
            (true, false) => found + 1,
            (true, true) => found - 1,
            (false, false) => ~found,
            (false, true) => ~found - 1,
        };
    }
}
