namespace CheckIn.Hub.Web;

/// <summary>What the search over the whole fleet says, in one language.</summary>
public sealed record SearchWords
{
    public required string Title { get; init; }
    public required string Hint { get; init; }
    public required string Ask { get; init; }
    public required string AskNext { get; init; }
    public required string Nothing { get; init; }
    public required string NothingNext { get; init; }
    public required string Found { get; init; }
    public required string AllOf { get; init; }
    public required string Everywhere { get; init; }
    public required string In { get; init; }
    public required string Below { get; init; }

    public static SearchWords English { get; } = new()
    {
        Title = "Search",
        Hint = "Gate, site or node",
        Ask = "What are you looking for?",
        AskNext = "Type a part of a name, an id or an address; marks and capitals do not matter.",
        Nothing = "Nothing is called “{0}”.",
        NothingNext = "Try fewer letters, or one word of the name.",
        Found = "{0} found",
        AllOf = "All {0}",
        Everywhere = "Search everything",
        In = "in {0}",
        Below = "{0} gates",
    };

    public static SearchWords Vietnamese { get; } = new()
    {
        Title = "Tìm kiếm",
        Hint = "Cổng, địa điểm hoặc đơn vị",
        Ask = "Bạn đang tìm gì?",
        AskNext = "Gõ một phần tên, mã hoặc địa chỉ; không cần dấu, không phân biệt chữ hoa.",
        Nothing = "Không có gì tên là “{0}”.",
        NothingNext = "Hãy thử ít chữ hơn, hoặc chỉ một từ trong tên.",
        Found = "{0} kết quả",
        AllOf = "Tất cả {0}",
        Everywhere = "Tìm ở mọi nơi",
        In = "thuộc {0}",
        Below = "{0} cổng",
    };

    /// <summary>In the language of the page's other words.</summary>
    public static SearchWords Of(Words words)
    {
        ArgumentNullException.ThrowIfNull(words);
        return words.Language == "en" ? English : Vietnamese;
    }
}
