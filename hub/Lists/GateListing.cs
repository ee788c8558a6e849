using CheckIn.Contract;
using CheckIn.Hub.Cards;

namespace CheckIn.Hub.Lists;

/// <summary>Which lists a gate is told and fetches: those that are the same for all, and the cards of its site.</summary>
internal sealed class GateListing(ListBook book, CardLists cards)
{
    /// <summary>
    /// Every list by name, that of cards as sites without cards of their own have it, and how many have another.
    /// </summary>
    internal IReadOnlyList<(ListDocument List, int SiteLists)> All
    {
        get
        {
            var all = book.All.Values.Select(static list => (list, 0));
            return [.. (cards.Find(null) is { } own ? all.Append((own, cards.Sites)) : all)
                .OrderBy(static one => one.Item1.Name, StringComparer.Ordinal)];
        }
    }

    /// <summary>What gates of that site are told; null = there is no list yet.</summary>
    internal IReadOnlyList<ListWanted>? WantedAt(string? site) =>
        cards.Wanted(site) is { } own ? [own, .. book.Wanted ?? []] : book.Wanted;

    /// <summary>As gates of that site fetch it; null = there is none of that name.</summary>
    internal ListDocument? Find(string name, string? site) => name == ListNames.Cards ? cards.Find(site) : book.Find(name);
}
