using CheckIn.Rules;

namespace CheckIn.Hub.Cards;

/// <summary>Whether lists stay within what gates take. Pure.</summary>
internal static class CardBounds
{
    /// <summary>Most cards of all lists of a hub.</summary>
    internal const int MostInAll = 2_000_000;

    /// <param name="lists">Those that there are, by site.</param>
    /// <param name="next">One of them as it would be.</param>
    /// <exception cref="CardException">Some gate would have too much.</exception>
    internal static void Check(IReadOnlyDictionary<string, CardListRow> lists, CardListRow next)
    {
        var would = new Dictionary<string, CardListRow>(lists, StringComparer.Ordinal) { [next.Site] = next };
        var common = would.GetValueOrDefault(CardListRow.Everywhere);
        foreach (var list in would.Values)
        {
            var others = ReferenceEquals(list, common) ? null : common;
            if (list.Cards + (others?.Cards ?? 0) > CardDesk.MostOfList)
                throw CardException.TooMany(CardDesk.MostOfList);
            if (list.Categories.Union(others?.Categories ?? [], StringComparer.Ordinal).Count() > CardList.MostCategories)
                throw CardException.TooManyCategories(CardList.MostCategories);
        }
        if (would.Values.Sum(static list => (long)list.Cards) > MostInAll)
            throw CardException.TooManyInAll(MostInAll);
    }
}
