using CheckIn.Contract;
using CheckIn.Hub.Accounts;
using CheckIn.Settings;

namespace CheckIn.Hub.Sites;

/// <summary>What a file makes of the sites.</summary>
internal sealed record SitePlan(IReadOnlyList<Site> Added, IReadOnlyList<Site> Changed, int Unchanged)
{
    internal IEnumerable<Site> Written => Added.Concat(Changed);
}

/// <summary>
/// A census of sites against what is known: all of it is good, or none is taken. A row speaks of the site with its
/// code; columns that the file does not have stay as they are, an empty cell empties the field, and sites that the file
/// does not name are not touched. So the same file again changes nothing, and a file of two columns is enough to set
/// deadlines. Pure: values in, a plan or the errors out.
/// </summary>
internal static class SiteImport
{
    /// <summary>What stands in addresses in a code's place.</summary>
    internal static readonly string[] Words = ["import", "export", "overdue"];

    /// <exception cref="SitesException">Something in it is wrong; the errors say what, by line and column.</exception>
    internal static SitePlan Plan(SiteTree tree, CensusFile file, Sight? sight = null)
    {
        var seen = sight?.Tree ?? tree;
        var table = CensusTable<Site>.Of(file, SiteColumns.Find, SiteColumns.All, SiteColumns.Told);
        if (table is null)
            throw file.Errors.Refusal();
        var (added, changed, unchanged) = (new List<Site>(), new List<Site>(), 0);
        var lines = new Dictionary<string, int>(StringComparer.Ordinal);
        var last = LastId(tree);
        foreach (var row in file.Rows)
        {
            var code = row.Cells[table.Code];
            var isCodeGood = IsCodeGood(file.Errors, lines, code, row.Line);
            var known = seen.Sites.GetValueOrDefault(code);
            if (table.Read(file, row, known ?? New(code), seen) is not { } site || !isCodeGood
                || !IsGood(file.Errors, row.Line, site) || !IsHis(file.Errors, row.Line, site, tree, sight))
                continue;
            if (known is null)
                added.Add(site with { Id = ++last });
            else if (SiteColumns.AreSame(site, known))
                unchanged++;
            else
                changed.Add(site);
        }
        return file.Errors.Count == 0 ? new SitePlan(added, changed, unchanged) : throw file.Errors.Refusal();
    }

    /// <summary>One site from what a form or the API says of it; line 0 stands for that.</summary>
    /// <exception cref="SitesException">Something in it is wrong.</exception>
    internal static Site Plan(
        SiteTree tree, string code, IReadOnlyDictionary<string, string?> fields, Sight? sight = null)
    {
        var seen = sight?.Tree ?? tree;
        var errors = new CensusErrors();
        if (!IsCode(code))
            errors.Add(0, SiteColumns.Code, WrongCode(code).English, WrongCode(code).Vietnamese);
        var known = seen.Sites.GetValueOrDefault(code);
        var site = known ?? New(code) with { Id = LastId(tree) + 1 };
        foreach (var name in fields.Keys.Where(static name => SiteColumns.Find(name)?.Set is null))
            errors.Add(0, CellText.Short(name), "is no field of a site that can be set",
                "không phải thông tin sửa được của địa điểm");
        foreach (var (column, text) in InOrder(fields))
        {
            try
            {
                site = column.Set!(site, seen, string.IsNullOrWhiteSpace(text) ? null : text.Trim().Normalize());
            }
            catch (WrongTextException e)
            {
                errors.Add(0, column.Name, e.Message, e.In(Language.Vietnamese));
            }
        }
        if (errors.Count == 0 && IsGood(errors, 0, site))
            IsHis(errors, 0, site, tree, sight);
        return errors.Count == 0 ? site : throw errors.Refusal();
    }

    private static IEnumerable<(CensusColumn<Site> Column, string? Text)> InOrder(
        IReadOnlyDictionary<string, string?> fields) =>
        fields.Select(static field => (Column: SiteColumns.Find(field.Key), field.Value))
            .Where(static field => field.Column?.Set is not null)
            .Select(static field => (Column: field.Column!, field.Value))
            .OrderBy(static field => Place(field.Column));

    private static int Place(CensusColumn<Site> column) =>
        Array.FindIndex(SiteColumns.All, other => other.Name == column.Name) is var at and >= 0 ? at : int.MaxValue;

    private static Site New(string code) => new(0, code, "", "", SiteForm.Permanent, null);

    private static long LastId(SiteTree tree) => tree.Sites.Count == 0 ? 0
        : tree.Sites.Values.Max(static site => site.Id);

    private static bool IsCode(string code) => GateId.IsValid(code) && !Words.Contains(code);

    private static bool IsCodeGood(CensusErrors errors, Dictionary<string, int> lines, string code, int line)
    {
        if (!IsCode(code))
            errors.Add(line, SiteColumns.Code, WrongCode(code).English, WrongCode(code).Vietnamese);
        else if (!lines.TryAdd(code, line))
        {
            errors.Add(line, SiteColumns.Code, $"'{code}' stands in line {lines[code]} already",
                $"'{code}' đã có ở dòng {lines[code]}");
        }
        else
            return true;
        return false;
    }

    private static (string English, string Vietnamese) WrongCode(string code) => code.Length == 0
        ? ("is empty", "đang trống")
        : Words.Contains(code) ? ($"'{code}' is a word of the hub's own", $"'{code}' là từ riêng của trung tâm")
        : ($"'{CellText.Short(code)}' is no code: a to z, 0 to 9 and -, at most 64",
            $"'{CellText.Short(code)}' không phải mã hợp lệ: chỉ gồm a đến z, 0 đến 9 và -, tối đa 64 ký tự");

    /// <summary>
    /// Whoever sees a part of the hub puts sites there and nowhere else. That a code is taken elsewhere he is told in
    /// no other words than that he cannot give it.
    /// </summary>
    private static bool IsHis(CensusErrors errors, int line, Site site, SiteTree tree, Sight? sight)
    {
        if (sight?.IsWhole != false)
            return true;
        if (tree.Sites.ContainsKey(site.Code) && !sight.SeesSite(site.Code))
        {
            errors.Add(line, SiteColumns.Code, $"'{site.Code}' cannot be given; choose another code",
                $"không thể dùng mã '{site.Code}'; hãy chọn mã khác");
            return false;
        }
        if (site.Node is { } id && tree.Nodes.TryGetValue(id, out var node) && sight.SeesNode(node.Code))
            return true;
        errors.Add(line, "node", "must be one of the nodes that you look after", "phải thuộc các đơn vị bạn phụ trách");
        return false;
    }

    private static bool IsGood(CensusErrors errors, int line, Site site)
    {
        var isGood = true;
        foreach (var (column, problem) in SiteColumns.Check(site))
        {
            errors.Add(line, column, problem.Message, problem.In(Language.Vietnamese));
            isGood = false;
        }
        return isGood;
    }
}
