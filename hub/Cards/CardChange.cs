using CheckIn.Credentials;

namespace CheckIn.Hub.Cards;

/// <summary>What somebody wants said of cards; what is null stays as it is, or as it is for a new one.</summary>
/// <param name="Site">Null = everywhere.</param>
/// <param name="From">Null = stays; else the first day, or that there is none.</param>
/// <param name="Until">Null = stays; else the last day, or that there is none.</param>
/// <param name="MustBeListed">It is for cards that there are, and lists no new ones.</param>
internal sealed record CardChange(
    IReadOnlyList<PrintedNumber> Numbers, string? Site, string? Category, bool? IsDenied, Bound? From, Bound? Until,
    bool MustBeListed)
{
    /// <summary>For the audit: what is said, and of nobody.</summary>
    internal string Words
    {
        get
        {
            var words = new List<string>();
            if (IsDenied is { } denied)
                words.Add(denied ? "denied" : "not denied");
            if (Category is { } category)
                words.Add(category);
            if (From is { } from)
                words.Add($"from {from}");
            if (Until is { } until)
                words.Add($"until {until}");
            return words.Count == 0 ? "listed" : string.Join(", ", words);
        }
    }

    /// <exception cref="CardException">It would end before it begins.</exception>
    internal ListedCard On(ListedCard card, TimeZoneInfo zone)
    {
        var next = card with
        {
            Category = Category ?? card.Category,
            IsDenied = IsDenied ?? card.IsDenied,
            From = From is { } from ? CardDays.Begin(from.Day, zone) : card.From,
            Until = Until is { } until ? CardDays.End(until.Day, zone) : card.Until,
        };
        return next is { From: > 0, Until: > 0 } && next.Until <= next.From
            ? throw CardException.Wrong("A card ends no earlier than it begins", "Thẻ không thể hết hạn trước ngày bắt đầu")
                : next;
    }
}

/// <summary>A bound that is said.</summary>
/// <param name="Day">Null = there is none.</param>
internal readonly record struct Bound(DateOnly? Day)
{
    public override string ToString() => Day?.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture) ?? "-";
}
