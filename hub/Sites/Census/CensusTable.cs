using CheckIn.Settings;

namespace CheckIn.Hub.Sites;

/// <summary>Which column of a file says what.</summary>
/// <param name="Code">Where the code stands.</param>
/// <param name="Columns">The others, in the order in which they are understood, with where they stand.</param>
internal sealed record CensusTable<T>(int Code, IReadOnlyList<(CensusColumn<T> Column, int At)> Columns)
{
    /// <summary>Null = the header is wrong, and the file's errors say how.</summary>
    /// <param name="file">The file.</param>
    /// <param name="find">The column of a name.</param>
    /// <param name="all">The columns in their order; those that are in none follow.</param>
    /// <param name="told">Names of what is told by the hub, and passed over.</param>
    internal static CensusTable<T>? Of(
        CensusFile file, Func<string, CensusColumn<T>?> find, CensusColumn<T>[] all, IReadOnlyCollection<string> told)
    {
        if (file.Errors.Count > 0 && file.Header.Length == 0)
            return null;
        var columns = new List<(CensusColumn<T> Column, int At)>();
        var problems = file.Errors.Count;
        for (var at = 0; at < file.Header.Length; at++)
        {
            var name = file.Header[at];
            if (told.Contains(name))
                continue;
            if (find(name) is not { } column)
            {
                file.Errors.Add(1, CellText.Short(name), $"is no column; there are {Names(all, told)}",
                    $"không phải tên cột; các cột là {Names(all, told)}");
            }
            else if (columns.Exists(other => other.Column.Name == column.Name))
                file.Errors.Add(1, column.Name, "stands there twice", "xuất hiện hai lần");
            else
                columns.Add((column, at));
        }
        var code = columns.FindIndex(static column => column.Column.Set is null);
        if (code < 0)
            file.Errors.Add(1, all[0].Name, "is missing; the first line names the columns",
                "thiếu cột này; dòng đầu phải ghi tên các cột");
        if (file.Errors.Count > problems)
            return null;
        var place = all.Select(static (column, index) => (column.Name, index))
            .ToDictionary(static pair => pair.Name, static pair => pair.index);
        return new CensusTable<T>(columns[code].At, [.. columns.Where(static column => column.Column.Set is not null)
            .OrderBy(column => place.GetValueOrDefault(column.Column.Name, int.MaxValue))]);
    }

    /// <summary>What the row says of it; what is wrong goes to the file's errors, and null comes back.</summary>
    internal T? Read(CensusFile file, CensusRow row, T subject, SiteTree tree)
    {
        var problems = file.Errors.Count;
        foreach (var (column, at) in Columns)
        {
            var text = row.Cells[at];
            try
            {
                subject = column.Set!(subject, tree, text.Length == 0 ? null : text);
            }
            catch (WrongTextException e)
            {
                file.Errors.Add(row.Line, column.Name, e.Message, e.In(CheckIn.Settings.Language.Vietnamese));
            }
        }
        return file.Errors.Count == problems ? subject : default;
    }

    private static string Names(CensusColumn<T>[] all, IReadOnlyCollection<string> told) => string.Join(", ",
        all.Select(static column => column.Name).Concat(told.Count > 0 ? [SiteColumns.Group + "…"] : []));
}
