namespace CheckIn.Hub.Sites;

/// <summary>Whether nodes make a tree, through all of time.</summary>
/// <param name="tree">For its levels.</param>
/// <param name="drafts">All nodes as they would be.</param>
/// <param name="lineOf">Where the file speaks of a node; null = nowhere.</param>
/// <param name="errors">Where problems go.</param>
internal sealed class NodeCheck(
    SiteTree tree, IReadOnlyDictionary<string, NodeDraft> drafts, Func<string, int?> lineOf, CensusErrors errors)
{
    private readonly Dictionary<string, int> _ranks =
        tree.Levels.ToDictionary(static level => level.Name, static level => level.Rank, StringComparer.Ordinal);

    internal void Run()
    {
        foreach (var node in drafts.Values)
        {
            CheckItself(node);
            CheckParent(node);
            foreach (var successor in node.Successors)
                CheckSuccessor(node, successor);
        }
    }

    private void CheckItself(NodeDraft node)
    {
        if (node.Level.Length == 0)
            Add(node, null, "level", "a new node needs a level", "đơn vị mới cần có cấp");
        if (node.Name.Length == 0)
            Add(node, null, "name", "a new node needs a name", "đơn vị mới cần có tên");
        if (node.ValidUntil < node.ValidFrom)
            Add(node, null, "valid_until", "is before valid_from", "đứng trước ngày bắt đầu");
        if (node.ValidUntil == DateOnly.MaxValue)
            Add(node, null, "valid_until", "is the end of time; leave it empty", "là ngày cuối cùng; hãy để trống");
        if (node.Successors.Count > 0 && node.ValidUntil is null)
            Add(node, null, "successors", "only a node that ends has them: valid_until is missing",
                "chỉ đơn vị đã kết thúc mới có: thiếu ngày kết thúc");
    }

    private void CheckParent(NodeDraft node)
    {
        if (node.Parent is not { } code)
            return;
        if (!drafts.TryGetValue(code, out var parent))
        {
            Add(node, null, "parent", $"there is no node '{CellText.Short(code)}'",
                $"không có đơn vị '{CellText.Short(code)}'");
        }
        else if (parent.Level.Length > 0 && node.Level.Length > 0 && Rank(parent) >= Rank(node))
        {
            Add(node, parent, "parent", $"'{code}' is of no higher level than '{node.Code}'",
                $"'{code}' không thuộc cấp cao hơn '{node.Code}'");
        }
        else if (parent.ValidFrom > (node.ValidUntil ?? DateOnly.MaxValue)
            || parent.ValidUntil < (node.ValidFrom ?? DateOnly.MinValue))
        {
            Add(node, parent, "parent", $"'{code}' and '{node.Code}' never existed on one day",
                $"'{code}' và '{node.Code}' chưa từng cùng tồn tại ngày nào");
        }
    }

    private void CheckSuccessor(NodeDraft node, string code)
    {
        if (!drafts.TryGetValue(code, out var successor))
        {
            Add(node, null, "successors", $"there is no node '{CellText.Short(code)}'",
                $"không có đơn vị '{CellText.Short(code)}'");
        }
        else if (node.ValidUntil is { } last && last < DateOnly.MaxValue
            && (successor.ValidFrom > last.AddDays(1) || successor.ValidUntil <= last))
        {
            Add(node, successor, "successors", $"'{code}' does not exist on the day after '{node.Code}' ended",
                $"'{code}' không tồn tại vào ngày sau khi '{node.Code}' kết thúc");
        }
    }

    private int Rank(NodeDraft node) => _ranks.GetValueOrDefault(node.Level);

    /// <summary>Told of the row that brought it about: the node's own, or that of the other.</summary>
    private void Add(NodeDraft node, NodeDraft? other, string column, string english, string vietnamese)
    {
        if (lineOf(node.Code) is { } line)
            errors.Add(line, column, english, vietnamese);
        else
            errors.Add((other is null ? null : lineOf(other.Code)) ?? 0, null, english, vietnamese);
    }
}
