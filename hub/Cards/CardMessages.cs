using System.Text.Json.Serialization;
using CheckIn.Credentials;
using CheckIn.Settings;

namespace CheckIn.Hub.Cards;

/// <summary>POST /api/v1/cards. What is not given stays as it is; a card that is not listed yet is listed.</summary>
/// <param name="Numbers">1 to 1000, as printed.</param>
/// <param name="Kind"><c>cccd</c>, <c>cmnd</c>, <c>bhyt</c> or <c>qid</c>; null = by their shape.</param>
/// <param name="Site">Its code; null = everywhere.</param>
/// <param name="Category"><c>staff</c>, <c>visitor</c>, <c>deliverer</c>, or another word; of a new one null = visitor.</param>
/// <param name="Denied">Whoever shows it is not let in.</param>
/// <param name="From">The first day on which it is good, of the site's zone; empty = no bound.</param>
/// <param name="Until">The last one; empty = no bound.</param>
/// <param name="MustBeListed">Only for cards that are listed already; else there is 404.</param>
internal sealed record CardRequest(
    IReadOnlyList<string>? Numbers = null, string? Kind = null, string? Site = null, string? Category = null, bool? Denied = null,
    string? From = null, string? Until = null, bool MustBeListed = false)
{
    /// <exception cref="CardException">It cannot be understood.</exception>
    internal CardChange Read() => new(
        CardNumbers.Read(Numbers, Kind), Site, CardNumbers.Understood(() => CardColumns.CategoryIn(Category)), Denied,
        BoundIn(From), BoundIn(Until), MustBeListed);

    private static Bound? BoundIn(string? text) => text is null ? null
        : new Bound(CardNumbers.Understood(() => CardColumns.DayIn(text.Length == 0 ? null : text)));
}

/// <summary>POST /api/v1/cards/remove.</summary>
/// <param name="Numbers">1 to 1000, as printed; all of them go or none.</param>
/// <param name="Kind">As in <see cref="CardRequest"/>.</param>
/// <param name="Site">Its code; null = everywhere.</param>
internal sealed record CardRemoval(IReadOnlyList<string>? Numbers = null, string? Kind = null, string? Site = null);

/// <summary>POST /api/v1/cards/find: a number does not stand in an address.</summary>
internal sealed record CardQuestion(string? Number = null, string? Kind = null);

/// <summary>What is said of a card.</summary>
/// <param name="Site">Null = everywhere.</param>
/// <param name="From">The first day on which it is good; null = no bound.</param>
/// <param name="Until">The last one; null = no bound.</param>
internal sealed record CardRow(string? Site, string Category, bool Denied, DateOnly? From, DateOnly? Until)
{
    internal static CardRow Of(string site, ListedCard card, TimeZoneInfo zone) => new(
        site.Length == 0 ? null : site, card.Category, card.IsDenied, CardDays.DayOf(card.From, zone, isEnd: false),
        CardDays.DayOf(card.Until, zone, isEnd: true));
}

/// <summary>The answer of POST /api/v1/cards/find.</summary>
internal sealed record CardAnswer(IReadOnlyList<CardRow> Cards);

/// <summary>A category of a list.</summary>
internal sealed record CardCategoryRow(string Category, int Cards, int Denied);

/// <summary>A list of cards, counted.</summary>
/// <param name="Site">Null = everywhere.</param>
internal sealed record CardListAnswer(
    string? Site, int Cards, IReadOnlyList<CardCategoryRow> Categories, DateTimeOffset ChangedAt, string ChangedBy)
{
    internal static CardListAnswer Of(CardCounts counted) => new(
        counted.List.Site.Length == 0 ? null : counted.List.Site, counted.List.Cards,
        [.. counted.Categories.Select(static one => new CardCategoryRow(one.Category, one.Cards, one.Denied))],
        counted.List.ChangedAt, counted.List.ChangedBy);
}

/// <summary>GET /api/v1/cards.</summary>
/// <param name="Next">For after=; null = there are no more.</param>
internal sealed record CardListList(IReadOnlyList<CardListAnswer> Lists, string? Next);

/// <summary>What an import has done, or would do.</summary>
internal sealed record CardImportReport(int Cards, bool IsTrial);

/// <summary>Numbers as a request has them.</summary>
internal static class CardNumbers
{
    /// <exception cref="CardException">One is none; it is told by its place.</exception>
    internal static IReadOnlyList<PrintedNumber> Read(IReadOnlyList<string>? texts, string? kind)
    {
        var whose = Understood(() => CardColumns.KindIn(kind));
        return [.. (texts ?? []).Take(CardDesk.MostAtOnce + 1).Select((text, i) =>
            PrintedNumber.Read(text, whose) ?? throw CardException.NoNumber(i + 1))];
    }

    /// <summary>What is wrong in a cell of a file is wrong in a field of a request as well.</summary>
    /// <exception cref="CardException">It is.</exception>
    internal static T Understood<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (WrongTextException e)
        {
            throw CardException.Wrong($"A field {e.Message}", $"Một mục {e.In(Language.Vietnamese)}");
        }
    }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(CardRequest))]
[JsonSerializable(typeof(CardRemoval))]
[JsonSerializable(typeof(CardQuestion))]
[JsonSerializable(typeof(CardAnswer))]
[JsonSerializable(typeof(CardListList))]
[JsonSerializable(typeof(CardImportReport))]
internal sealed partial class CardsJson : JsonSerializerContext;
