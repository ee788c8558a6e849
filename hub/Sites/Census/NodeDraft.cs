namespace CheckIn.Hub.Sites;

/// <summary>A node as it is written: others are named by their codes, and need not be there yet.</summary>
/// <param name="Successors">Codes.</param>
internal sealed record NodeDraft(
    string Code, string? Parent, string Level, string Name, string? NameEn, string? SupportNumber, DateOnly? ValidFrom,
    DateOnly? ValidUntil, IReadOnlyList<string> Successors)
{
    internal static NodeDraft New(string code) => new(code, null, "", "", null, null, null, null, []);

    internal static NodeDraft Of(Node node, IReadOnlyDictionary<long, Node> nodes) => new(
        node.Code, node.Parent is { } parent ? nodes[parent].Code : null, node.Level, node.Name, node.NameEn,
        node.SupportNumber, node.ValidFrom, node.ValidUntil, [.. node.Successors.Select(id => nodes[id].Code)]);

    internal Node ToNode(long id, IReadOnlyDictionary<string, long> ids) => new(
        id, Code, Parent is null ? null : ids[Parent], Level, Name, ValidFrom, ValidUntil,
        [.. Successors.Select(code => ids[code]).Order()])
    {
        NameEn = NameEn,
        SupportNumber = SupportNumber,
    };

    /// <summary>Whether two say the same.</summary>
    internal static bool AreSame(Node a, Node b) =>
        a with { Successors = b.Successors } == b && a.Successors.SequenceEqual(b.Successors);
}
