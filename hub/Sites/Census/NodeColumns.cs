using CheckIn.Settings;

namespace CheckIn.Hub.Sites;

/// <summary>What is said of a node, in the words of the file and of the API; and what may be said.</summary>
internal static class NodeColumns
{
    internal const string Code = "code";
    private const int MostSuccessors = 50;
    private static readonly char[] Between = [' ', '|', ';', ','];

    internal static readonly CensusColumn<NodeDraft>[] All =
    [
        new(Code, "mã", static (node, _) => node.Code),
        new("parent", "đơn vị cấp trên", static (node, _) => node.Parent,
            static (node, _, text) => node with { Parent = text }),
        new("level", "cấp", static (node, _) => node.Level,
            static (node, tree, text) => node with { Level = LevelIn(tree, text) }),
        new("name", "tên", static (node, _) => node.Name,
            static (node, _, text) => node with { Name = CellText.Required(text, 200) }),
        new("name_en", "tên tiếng Anh", static (node, _) => node.NameEn,
            static (node, _, text) => node with { NameEn = CellText.Plain(text, 200) }),
        new("support_number", "số hỗ trợ", static (node, _) => node.SupportNumber,
            static (node, _, text) => node with { SupportNumber = CellText.Phone(text) }),
        new("valid_from", "có từ ngày", static (node, _) => SiteRows.Written(node.ValidFrom),
            static (node, _, text) => node with { ValidFrom = CellText.Day(text) }),
        new("valid_until", "có đến ngày", static (node, _) => SiteRows.Written(node.ValidUntil),
            static (node, _, text) => node with { ValidUntil = CellText.Day(text) }),
        new("successors", "đơn vị kế tục", static (node, _) => string.Join(' ', node.Successors),
            static (node, _, text) => node with { Successors = SuccessorsIn(text) }),
    ];

    internal static CensusColumn<NodeDraft>? Find(string name) => Array.Find(All, column => column.IsCalled(name));

    internal static bool IsCode(string code) => code is { Length: >= 1 and <= 64 } && !SiteImport.Words.Contains(code)
        && char.IsAsciiLetterOrDigit(code[0])
            && code.All(static sign => char.IsAsciiLetterOrDigit(sign) || sign is '-' or '_' or '.');

    private static string LevelIn(SiteTree tree, string? text)
    {
        if (text is null)
            throw new WrongTextException("is empty", "đang trống");
        var word = VietnameseTerms.Stable(text);
        return tree.Levels.FirstOrDefault(level => level.Name == text)?.Name
            ?? tree.Levels.FirstOrDefault(level => level.Name == word)?.Name
            ?? throw CellText.NoneOf(text, tree.Levels.Select(static level => level.Name));
    }

    private static string[] SuccessorsIn(string? text)
    {
        if (text is null)
            return [];
        var codes = text.Split(Between, StringSplitOptions.RemoveEmptyEntries).Distinct(StringComparer.Ordinal)
            .ToArray();
        return codes.Length <= MostSuccessors ? codes
            : throw new WrongTextException($"names more than {MostSuccessors} nodes",
            $"có hơn {MostSuccessors} đơn vị");
    }
}
