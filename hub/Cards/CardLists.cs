using CheckIn.Contract;
using CheckIn.Credentials;
using CheckIn.Hub.Events;
using CheckIn.Hub.Keys;
using CheckIn.Hub.Lists;
using CheckIn.Rules;

namespace CheckIn.Hub.Cards;

/// <summary>
/// The list <c>cards</c> as each gate gets it: the cards of everywhere and those of its site. Made from what is kept when it is
/// first asked for, once for all gates of a site and once for all sites without cards of their own; the same cards always make
/// the same bytes. What is said of a site's card counts there, but one that is denied everywhere is denied at every site. As
/// soon as there is any list every gate is named one, if an empty one, since a gate keeps a list that nobody names any more.
/// </summary>
internal sealed class CardLists(EventStore store, CardKey keys, ILogger<CardLists> logger)
{
    /// <summary>Bytes of lists that are kept in memory; others are made again when a gate fetches them.</summary>
    private const long MostKept = 64 * 1024 * 1024;

    private static readonly byte[] NoKey = new byte[CardKey.Size];
    private readonly Lock _lock = new();
    private Edition? _edition;

    /// <summary>The key cannot be had, so that no list is named; it may be asked again.</summary>
    internal bool IsTroubled { get; private set; }

    /// <summary>What a gate of that site is told; null = no list, or none that can be made now.</summary>
    internal ListWanted? Wanted(string? site)
    {
        lock (_lock)
        {
            if (Open() is not { Lists.Count: > 0 } edition)
                return null;
            var own = edition.OwnerOf(site);
            return edition.Wanted.TryGetValue(own, out var known) ? known : Make(edition, own).Wanted;
        }
    }

    /// <summary>What a gate of that site fetches; null = there is none.</summary>
    internal ListDocument? Find(string? site)
    {
        lock (_lock)
        {
            if (Open() is not { Lists.Count: > 0 } edition)
                return null;
            var own = edition.OwnerOf(site);
            return edition.Documents.Find(one => one.Owner == own).Document ?? Make(edition, own);
        }
    }

    /// <summary>How many sites have a list of their own.</summary>
    internal int Sites
    {
        get
        {
            lock (_lock)
                return Open()?.Lists.Keys.Count(static site => site.Length > 0) ?? 0;
        }
    }

    /// <summary>Cards are others: lists are made anew from now on.</summary>
    internal void Renew()
    {
        lock (_lock)
            _edition = null;
    }

    private Edition? Open()
    {
        if (_edition is not null)
            return _edition;
        try
        {
            var edition = store.Read(db =>
            {
                var lists = CardRows.Lists(db);
                return new Edition(lists, CardRows.All(db, CardListRow.Everywhere));
            });
            edition.Key = edition.Lists.Values.FirstOrDefault(static list => list.Cards > 0) is { } some
                ? keys.Open(some.KeyId) : NoKey;
            IsTroubled = false;
            return _edition = edition;
        }
        catch (KeysException e)
        {
            if (!IsTroubled)
                Log.NotMade(logger, e.Message);
            IsTroubled = true;
            return null;
        }
    }

    private ListDocument Make(Edition edition, string owner)
    {
        var list = edition.Lists.GetValueOrDefault(owner);
        IReadOnlyCollection<ListedCard> cards = owner.Length == 0
            ? edition.Common : Together(edition.Common, store.Read(db => CardRows.All(db, owner)));
        var newest = new[] { list, edition.Lists.GetValueOrDefault(CardListRow.Everywhere) }
            .OfType<CardListRow>().MaxBy(static one => one.Version) ?? edition.Lists.Values.MinBy(static one => one.Version)!;
        var document = new ListDocument(
            ListNames.Cards, newest.Version, newest.ChangedAt, newest.ChangedBy, ContentOf(cards, edition.Key));
        edition.Keep(owner, document, MostKept);
        return document;
    }

    private static Dictionary<SubjectKey, ListedCard>.ValueCollection Together(
        IReadOnlyList<ListedCard> common, IReadOnlyList<ListedCard> own)
    {
        var all = common.ToDictionary(static card => card.Key);
        foreach (var card in own)
            all[card.Key] = all.TryGetValue(card.Key, out var other) && other.IsDenied ? card with { IsDenied = true } : card;
        return all.Values;
    }

    private static byte[] ContentOf(IReadOnlyCollection<ListedCard> cards, byte[] key)
    {
        var words = cards.Select(static card => card.Category).Distinct(StringComparer.Ordinal)
            .Order(StringComparer.Ordinal).ToList();
        var numbers = words.Select(static (word, i) => (word, (byte)i)).ToDictionary(StringComparer.Ordinal);
        return CardDocument.Write(CardList.Of(
            cards.Count == 0 ? NoKey : key, words, cards.SelectMany(card => Entries(card, numbers[card.Category]))));
    }

    private static IEnumerable<(SubjectKey Subject, Card Card)> Entries(ListedCard card, byte category)
    {
        yield return (card.Key, card.ToCard(category));
        if (card.Twin is { } twin)
            yield return (twin, card.ToCard(category));
    }

    /// <summary>What is kept, at one moment, and the lists that were made of it.</summary>
    private sealed record Edition(IReadOnlyDictionary<string, CardListRow> Lists, IReadOnlyList<ListedCard> Common)
    {
        internal byte[] Key { get; set; } = NoKey;

        /// <summary>By owner.</summary>
        internal Dictionary<string, ListWanted> Wanted { get; } = new(StringComparer.Ordinal);

        /// <summary>The one that was made last first.</summary>
        internal List<(string Owner, ListDocument? Document)> Documents { get; } = [];

        /// <summary>Whose list a gate of that site has.</summary>
        internal string OwnerOf(string? site) => site is not null && Lists.ContainsKey(site) ? site : CardListRow.Everywhere;

        internal void Keep(string owner, ListDocument document, long most)
        {
            Wanted[owner] = document.Wanted;
            Documents.Insert(0, (owner, document));
            while (Documents.Count > 1 && Documents.Sum(static one => (long)one.Document!.Content.Length) > most)
                Documents.RemoveAt(Documents.Count - 1);
        }
    }
}
