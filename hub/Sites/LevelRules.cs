namespace CheckIn.Hub.Sites;

/// <summary>What a level may be.</summary>
internal static class LevelRules
{
    private const int MostLevels = 20;

    /// <exception cref="SitesException">This may not.</exception>
    internal static void Check(NodeLevel level)
    {
        if (!IsName(level.Name))
            throw Malformed("A level's name has a to z, 0 to 9 and _, at most 32",
                "Tên cấp gồm a đến z, 0 đến 9 và _, tối đa 32 ký tự");
        if (level.Rank is < 1 or > 100)
            throw Malformed("A rank is from 1 (the highest) to 100", "Thứ bậc từ 1 (cao nhất) đến 100");
        if (!IsLabel(level.Vietnamese) || !IsLabel(level.English))
            throw Malformed("Both names for people (vi, en) are needed, at most 100 characters each",
                "Cần tên hiển thị bằng cả hai thứ tiếng (vi, en), mỗi tên tối đa 100 ký tự");
    }

    /// <exception cref="SitesException">Some node would lie in one of its own or of a lower level.</exception>
    internal static void Check(SiteTree tree, IReadOnlyList<NodeLevel> levels)
    {
        if (levels.Count > MostLevels)
            throw Malformed($"There may be {MostLevels} levels", $"Có tối đa {MostLevels} cấp");
        var ranks = levels.ToDictionary(static level => level.Name, static level => level.Rank, StringComparer.Ordinal);
        var wrong = tree.Nodes.Values.FirstOrDefault(node => node.Parent is { } id
            && tree.Nodes.TryGetValue(id, out var parent) && ranks[parent.Level] >= ranks[node.Level]);
        if (wrong is not null)
        {
            throw new SitesException(
                $"Node '{wrong.Code}' would lie in one of its own or of a lower level. Nothing was done.",
                $"Đơn vị '{wrong.Code}' sẽ nằm trong đơn vị cùng cấp hoặc thấp hơn. Chưa làm gì cả.");
        }
    }

    private static bool IsName(string name) => name is { Length: >= 1 and <= 32 }
        && name.All(static sign => char.IsAsciiLetterLower(sign) || char.IsAsciiDigit(sign) || sign == '_');

    private static bool IsLabel(string label) => label is { Length: >= 1 and <= 100 } && !label.Any(char.IsControl);

    private static SitesException Malformed(string english, string vietnamese) =>
        new(english + ". Nothing was done.", vietnamese + ". Chưa làm gì cả.") { IsMalformed = true };
}
