using CheckIn.Contract;
using CheckIn.Credentials;
using CheckIn.Hub.Accounts;
using CheckIn.Hub.Audit;
using CheckIn.Hub.Events;
using CheckIn.Hub.Fleet.Offline;
using CheckIn.Hub.Sites;
using CheckIn.Storage;

namespace CheckIn.Hub.Cards;

/// <summary>
/// Cards by which gates know somebody, for API and command line: of everywhere and of each site. Numbers come in and keys
/// are kept: whose they are is forgotten with the request. One change at a time, each with its line in the audit, and gates
/// are told afterwards (<see cref="CardNews"/>).
/// </summary>
internal sealed class CardDesk(
    EventStore store, CardKey keys, CardNews news, SiteRegister sites, GatePlaces places, TimeProvider time,
        ILogger<CardDesk> logger)
    : IDisposable
{
    /// <summary>Most cards that a gate has, those of everywhere and of its site together.</summary>
    internal const int MostOfList = 100_000;

    /// <summary>Most numbers at once but in a file.</summary>
    internal const int MostAtOnce = 1000;

    /// <summary>Rows in one transaction, so that events need not wait long.</summary>
    private const int Chunk = 5000;

    private const int MostNamed = 10;
    private readonly SemaphoreSlim _turn = new(1);

    /// <summary>The file's cards take the place of those that the site has.</summary>
    /// <param name="file">As it was read.</param>
    /// <param name="site">Null = everywhere.</param>
    /// <param name="isTrial">Only say what would be done.</param>
    /// <returns>How many cards.</returns>
    /// <exception cref="Settings.RefusalException">It cannot be; nothing was changed.</exception>
    internal async Task<int> ImportAsync(CensusFile file, string? site, bool isTrial, Actor actor, Sight sight)
    {
        CheckPlace(site, sight);
        var drafts = CardImport.Read(file);
        return await InTurnAsync(async lists =>
        {
            var key = keys.Open(KeyIdOf(lists));
            var cards = drafts.Select(card => card.ToCard(key, ZoneOf(site))).OrderBy(static card => card.Key).ToList();
            var next = Next(lists, site, cards.Count, cards.Select(static card => card.Category), key, actor) with
            {
                Rows = store.Read(CardRows.NextRows),
            };
            CardBounds.Check(lists, next);
            if (isTrial)
                return cards.Count;
            foreach (var chunk in cards.Chunk(Chunk))
                await store.WriteAsync(db => CardRows.Put(db, next.Rows, chunk), CancellationToken.None);
            var denied = cards.Count(static card => card.IsDenied);
            await PutAsync(lists, next, static _ => { }, new AuditEntry(
                actor, AuditActions.CardsImported, site, Detail: $"cards {cards.Count}, denied {denied}", Place: site));
            await ForgetAsync();
            return cards.Count;
        });
    }

    /// <summary>Lists cards, or says something else of those that are listed; of all of them or of none.</summary>
    /// <exception cref="Settings.RefusalException">It cannot be; nothing was changed.</exception>
    internal Task ChangeAsync(CardChange change, Actor actor, Sight sight)
    {
        CheckPlace(change.Site, sight);
        CheckCount(change.Numbers);
        return InTurnAsync(async lists =>
        {
            var key = keys.Open(KeyIdOf(lists));
            var before = lists.GetValueOrDefault(change.Site ?? CardListRow.Everywhere);
            var (cards, added) = store.Read(db => Changed(db, before, change, key));
            var next = Next(
                lists, change.Site, (before?.Cards ?? 0) + added,
                (before?.Categories ?? []).Concat(cards.Select(static card => card.Category)), key, actor) with
            {
                Rows = before?.Rows ?? store.Read(CardRows.NextRows),
            };
            CardBounds.Check(lists, next);
            await PutAsync(lists, next, db => CardRows.Put(db, next.Rows, cards), new AuditEntry(
                actor, AuditActions.CardsChanged, change.Site, Detail: $"{change.Words}; {Named(cards)}", Place: change.Site));
            return cards.Count;
        });
    }

    /// <summary>Takes cards out: all of them or none.</summary>
    /// <exception cref="Settings.RefusalException">One is not listed there; nothing was changed.</exception>
    internal Task RemoveAsync(IReadOnlyList<PrintedNumber> numbers, string? site, Actor actor, Sight sight)
    {
        CheckPlace(site, sight);
        CheckCount(numbers);
        return InTurnAsync(async lists =>
        {
            var key = keys.Open(KeyIdOf(lists));
            var before = lists.GetValueOrDefault(site ?? CardListRow.Everywhere) ?? throw CardException.NotListed(1);
            var cards = store.Read(db => numbers.Select((number, i) => Find(db, before, number, key)
                ?? throw CardException.NotListed(i + 1)).DistinctBy(static card => card.Key).ToList());
            var next = Next(lists, site, before.Cards - cards.Count, before.Categories, key, actor) with { Rows = before.Rows };
            await PutAsync(
                lists, next, db => CardRows.Remove(db, next.Rows, cards.Select(static card => card.Key)),
                new AuditEntry(actor, AuditActions.CardsRemoved, site, Detail: Named(cards), Place: site));
            return cards.Count;
        });
    }

    /// <summary>Takes every card of a list out; gates then have an empty one.</summary>
    /// <param name="site">Null = everywhere.</param>
    /// <param name="isAll">Of every list, also where the key that they were kept under is lost.</param>
    /// <exception cref="Settings.RefusalException">It is not his; nothing was changed.</exception>
    internal Task ClearAsync(string? site, bool isAll, Actor actor, Sight sight)
    {
        CheckPlace(isAll ? null : site, sight);
        return InTurnAsync(async lists =>
        {
            foreach (var list in lists.Values.Where(list => isAll || list.Site == (site ?? CardListRow.Everywhere)))
            {
                var next = Next(lists, list.Site, 0, [], default, actor) with { Rows = store.Read(CardRows.NextRows) };
                await PutAsync(lists, next, static _ => { }, new AuditEntry(
                    actor, AuditActions.CardsRemoved, list.Site.Length == 0 ? null : list.Site, Detail: $"all {list.Cards}",
                    Place: list.Site.Length == 0 ? null : list.Site));
            }
            await ForgetAsync();
            return 0;
        });
    }

    /// <summary>Lists that he sees, by site, that of everywhere first.</summary>
    internal (IReadOnlyList<CardCounts> Lists, string? Next) Page(string? after, int limit, Sight sight) => store.Read(db =>
    {
        var seen = CardRows.Lists(db).Values.Where(list => Sees(list.Site, sight)
                && (after is null || string.CompareOrdinal(list.Site, after) > 0))
            .OrderBy(static list => list.Site, StringComparer.Ordinal).Take(limit + 1).ToList();
        var page = seen.Take(limit).Select(list => new CardCounts(list, CardRows.Counts(db, list.Site))).ToList();
        return (page, seen.Count > limit ? page[^1].List.Site : null);
    });

    /// <summary>What is said of a number in the lists that he sees, by site.</summary>
    /// <exception cref="Settings.RefusalException">The key cannot be had.</exception>
    internal IReadOnlyList<(string Site, ListedCard Card)> Find(PrintedNumber number, Sight sight) => store.Read(db =>
    {
        var lists = CardRows.Lists(db);
        if (KeyIdOf(lists) is not { } used)
            return [];
        var key = keys.Open(used);
        return (IReadOnlyList<(string, ListedCard)>)[.. lists.Values.Where(list => Sees(list.Site, sight))
            .Select(list => (list.Site, Find(db, list, number, key))).Where(static one => one.Item2 is not null)
            .Select(static one => (one.Site, one.Item2!))];
    });

    /// <summary>The zone in which a site's days begin; null = the hub's.</summary>
    internal TimeZoneInfo ZoneOf(string? site) =>
        SiteZone.Of(site is null ? null : sites.Tree.Sites.GetValueOrDefault(site)?.Zone);

    public void Dispose() => _turn.Dispose();

    private async Task<int> InTurnAsync(Func<IReadOnlyDictionary<string, CardListRow>, Task<int>> act)
    {
        await _turn.WaitAsync();
        try
        {
            return await act(store.Read(CardRows.Lists));
        }
        finally
        {
            _turn.Release();
        }
    }

    private async Task PutAsync(
        IReadOnlyDictionary<string, CardListRow> lists, CardListRow next, Action<Database> write, AuditEntry entry)
    {
        await store.WriteAsync(db =>
        {
            write(db);
            CardRows.Put(db, next);
            AuditLog.Add(db, next.ChangedAt, entry);
        }, CancellationToken.None);
        Log.Changed(logger, next.Site.Length == 0 ? "everywhere" : next.Site, next.Cards);
        // With the first of all lists every gate is to have one.
        news.Due(lists.Count == 0 ? CardListRow.Everywhere : next.Site);
    }

    /// <summary>
    /// What no list knows of any more goes, a little at a time; what is left after a crash, with the next import.
    /// </summary>
    private async Task ForgetAsync()
    {
        foreach (var list in store.Read(CardRows.Forgotten))
        {
            for (var isMore = true; isMore;)
                await store.WriteAsync(db => isMore = CardRows.Forget(db, list, Chunk), CancellationToken.None);
        }
    }

    private (List<ListedCard> Cards, int Added) Changed(Database db, CardListRow? before, CardChange change, byte[] key)
    {
        var (cards, zone) = (new Dictionary<SubjectKey, ListedCard>(), ZoneOf(change.Site));
        var added = 0;
        for (var i = 0; i < change.Numbers.Count; i++)
        {
            var known = before is null ? null : Find(db, before, change.Numbers[i], key);
            if (known is null && change.MustBeListed)
                throw CardException.NotListed(i + 1);
            var card = change.On(known ?? ListedCard.New(change.Numbers[i], key), zone);
            if (cards.TryAdd(card.Key, card) && known is null)
                added++;
        }
        return ([.. cards.Values], added);
    }

    private CardListRow Next(
        IReadOnlyDictionary<string, CardListRow> lists, string? site, int cards, IEnumerable<string> categories, byte[]? key,
        Actor actor)
    {
        var now = time.GetUtcNow();
        var last = lists.Values.Select(static list => list.Version).DefaultIfEmpty(0).Max();
        return new(
            site ?? CardListRow.Everywhere, 0, cards,
            [.. categories.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)],
            key is null ? "" : CardKey.IdOf(key), Math.Max(last + 1, now.ToUnixTimeMilliseconds()), now, actor.Name);
    }

    private void CheckPlace(string? site, Sight sight)
    {
        if (site is null)
        {
            if (!sight.IsWhole)
                throw CardException.Beyond();
        }
        // Gates may stand at a site that no census knows; one where nobody is was mistyped.
        else if (!GateId.IsValid(site) || !sight.SeesSite(site) || !(sight.Whole.Sites.ContainsKey(site)
            || places.Recent().Values.Any(place => place.Site == site)))
            throw CardException.NoSuchSite(site);
    }

    private static void CheckCount(IReadOnlyList<PrintedNumber> numbers)
    {
        if (numbers.Count is 0 or > MostAtOnce)
            throw CardException.Wrong($"Name 1 to {MostAtOnce} numbers; more come as a file",
                $"Hãy nêu 1 đến {MostAtOnce} số; nhiều hơn thì nhập bằng tệp");
    }

    private static bool Sees(string site, Sight sight) =>
        site.Length == 0 ? sight.IsWhole : sight.SeesSite(site);

    private static ListedCard? Find(Database db, CardListRow list, PrintedNumber number, byte[] key) =>
        CardRows.Find(db, list.Site, ListedCard.KeyOf(number.Subject, key));

    private static string? KeyIdOf(IReadOnlyDictionary<string, CardListRow> lists) =>
        lists.Values.FirstOrDefault(static list => list.Cards > 0)?.KeyId;

    private static string Named(List<ListedCard> cards) => $"cards {cards.Count}: "
        + string.Join(' ', cards.Take(MostNamed).Select(static card => card.Short)) + (cards.Count > MostNamed ? " …" : "");
}

/// <summary>A list with what is in it.</summary>
internal sealed record CardCounts(CardListRow List, IReadOnlyList<(string Category, int Cards, int Denied)> Categories);
