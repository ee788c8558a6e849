using CheckIn.Hub.Accounts;
using CheckIn.Settings;

namespace CheckIn.Hub.Sites;

/// <summary>What a file makes of the nodes.</summary>
internal sealed record NodePlan(IReadOnlyList<Node> Added, IReadOnlyList<Node> Changed, int Unchanged)
{
    internal IReadOnlyList<Node> Written => [.. Added, .. Changed];
}

/// <summary>
/// Nodes against what is known, as <see cref="SiteImport"/> does it with sites; parents and successors may stand before
/// or behind those that name them. The tree that would come of it is checked as a whole: a parent is of a higher level,
/// and who follows a node exists on the day after its last, so that there is no circle and no day without a node.
/// </summary>
internal static class NodeImport
{
    internal const int MostNodes = 100_000;

    /// <exception cref="SitesException">Something in it is wrong; the errors say what, by line and column.</exception>
    internal static NodePlan Plan(SiteTree tree, CensusFile file, Sight? sight = null)
    {
        var table = CensusTable<NodeDraft>.Of(file, NodeColumns.Find, NodeColumns.All, []);
        if (table is null)
            throw file.Errors.Refusal();
        var rows = new Dictionary<string, (NodeDraft Node, int Line)>(StringComparer.Ordinal);
        foreach (var row in file.Rows)
        {
            var code = row.Cells[table.Code];
            if (!NodeColumns.IsCode(code))
            {
                file.Errors.Add(row.Line, NodeColumns.Code, WrongCode(code).English, WrongCode(code).Vietnamese);
                continue;
            }
            var line = row.Line;
            if (table.Read(file, row, Known(sight?.Tree ?? tree, code), tree) is not { } node)
                node = null;
            if (!rows.TryAdd(code, (node ?? NodeDraft.New(code), line)))
            {
                file.Errors.Add(line, NodeColumns.Code, $"'{code}' stands in line {rows[code].Line} already",
                    $"'{code}' đã có ở dòng {rows[code].Line}");
            }
        }
        // What could not be read would be found wrong a second time.
        if (file.Errors.Count > 0)
            throw file.Errors.Refusal();
        return Plan(tree, rows, file.Errors, sight);
    }

    /// <summary>One node from what the API says of it; line 0 stands for that.</summary>
    /// <exception cref="SitesException">Something in it is wrong.</exception>
    internal static NodePlan Plan(
        SiteTree tree, string code, IReadOnlyDictionary<string, string?> fields, Sight? sight = null)
    {
        var errors = new CensusErrors();
        if (!NodeColumns.IsCode(code))
            errors.Add(0, NodeColumns.Code, WrongCode(code).English, WrongCode(code).Vietnamese);
        var node = Known(sight?.Tree ?? tree, code);
        foreach (var (name, text) in fields)
        {
            try
            {
                if (NodeColumns.Find(name)?.Set is not { } set)
                    errors.Add(0, CellText.Short(name), "is no field of a node that can be set",
                        "không phải thông tin sửa được của đơn vị");
                else
                    node = set(node, tree, string.IsNullOrWhiteSpace(text) ? null : text.Trim().Normalize());
            }
            catch (WrongTextException e)
            {
                errors.Add(0, name, e.Message, e.In(Language.Vietnamese));
            }
        }
        if (errors.Count > 0)
            throw errors.Refusal();
        return Plan(tree, new() { [code] = (node, 0) }, errors, sight);
    }

    private static NodePlan Plan(
        SiteTree tree, Dictionary<string, (NodeDraft Node, int Line)> rows, CensusErrors errors, Sight? sight)
    {
        if (sight is { IsWhole: false })
            CheckHis(tree, rows, errors, sight);
        var drafts = tree.Nodes.Values.ToDictionary(
            static node => node.Code, node => NodeDraft.Of(node, tree.Nodes), StringComparer.Ordinal);
        foreach (var (code, row) in rows)
            drafts[code] = row.Node;
        if (drafts.Count > MostNodes)
            errors.Add(0, null, $"there would be more than {MostNodes} nodes", $"sẽ có hơn {MostNodes} đơn vị");
        new NodeCheck(tree, drafts, code => rows.TryGetValue(code, out var row) ? row.Line : null, errors).Run();
        if (errors.Count > 0)
            throw errors.Refusal();
        return Resolve(tree, rows.Values.Select(static row => row.Node));
    }

    private static NodePlan Resolve(SiteTree tree, IEnumerable<NodeDraft> drafts)
    {
        var ids = tree.Nodes.Values.ToDictionary(static node => node.Code, static node => node.Id,
            StringComparer.Ordinal);
        var last = tree.Nodes.Count == 0 ? 0 : tree.Nodes.Keys.Max();
        var all = drafts.ToArray();
        foreach (var draft in all)
        {
            if (!ids.ContainsKey(draft.Code))
                ids[draft.Code] = ++last;
        }
        var (added, changed, unchanged) = (new List<Node>(), new List<Node>(), 0);
        foreach (var node in all.Select(draft => draft.ToNode(ids[draft.Code], ids)))
        {
            if (!tree.Nodes.TryGetValue(node.Id, out var known))
                added.Add(node);
            else if (NodeDraft.AreSame(node, known))
                unchanged++;
            else
                changed.Add(node);
        }
        return new NodePlan(added, changed, unchanged);
    }

    /// <summary>
    /// Whoever sees a part of the tree changes what is in it: the nodes of his grants stay where they are, what is new
    /// comes below them, and what he cannot see he cannot name.
    /// </summary>
    private static void CheckHis(
        SiteTree tree, Dictionary<string, (NodeDraft Node, int Line)> rows, CensusErrors errors, Sight sight)
    {
        foreach (var (code, (node, line)) in rows)
        {
            var known = tree.NodeByCode(code);
            if (known is not null && !sight.SeesNode(code))
            {
                errors.Add(line, NodeColumns.Code, $"'{CellText.Short(code)}' cannot be given; choose another code",
                    $"không thể dùng mã '{CellText.Short(code)}'; hãy chọn mã khác");
                continue;
            }
            var above = known?.Parent is { } id && tree.Nodes.TryGetValue(id, out var parent) ? parent.Code : null;
            if (!IsHis(node.Parent, sight) && (known is null || node.Parent != above))
            {
                errors.Add(line, "parent", "must be one of the nodes that you look after",
                    "phải thuộc các đơn vị bạn phụ trách");
            }
            foreach (var successor in node.Successors.Where(one => !rows.ContainsKey(one) && !IsHis(one, sight)))
            {
                if (known?.Successors.Any(
                    one => tree.Nodes.TryGetValue(one, out var was) && was.Code == successor) == true)
                    continue;
                errors.Add(line, "successors", $"there is no node '{CellText.Short(successor)}'",
                    $"không có đơn vị '{CellText.Short(successor)}'");
            }
        }
        // What it would say of the tree as a whole may speak of others.
        if (errors.Count > 0)
            throw errors.Refusal();

        bool IsHis(string? code, Sight seen) =>
            code is not null && (seen.SeesNode(code) || (rows.ContainsKey(code) && tree.NodeByCode(code) is null));
    }

    private static NodeDraft Known(SiteTree tree, string code) =>
        tree.NodeByCode(code) is { } node ? NodeDraft.Of(node, tree.Nodes) : NodeDraft.New(code);

    private static (string English, string Vietnamese) WrongCode(string code) => code.Length == 0
        ? ("is empty", "đang trống")
        : ($"'{CellText.Short(code)}' is no code: letters A to z, digits, - _ and ., at most 64",
            $"'{CellText.Short(code)}' không phải mã hợp lệ: chữ không dấu, chữ số, - _ và ., tối đa 64 ký tự");
}
