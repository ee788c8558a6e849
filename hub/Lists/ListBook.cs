using CheckIn.Contract;
using CheckIn.Hub.Audit;
using CheckIn.Hub.Desired;
using CheckIn.Hub.Events;

namespace CheckIn.Hub.Lists;

/// <summary>
/// The lists that all gates decide by alike: kept in the hub's database, held in memory for twenty thousand gates that ask at
/// once, named to each by <c>desired</c> (<see cref="GateListing"/>). A list whose content is the same is the same list: it
/// gets no other version, and nobody fetches it again.
/// </summary>
internal sealed class ListBook(
    EventStore store, DesiredNotices notices, TimeProvider time, ILogger<ListBook> logger) : IDisposable
{
    private readonly SemaphoreSlim _turn = new(1);
    private readonly Lock _lock = new();
    private IReadOnlyDictionary<string, ListDocument>? _lists;
    private (IReadOnlyDictionary<string, ListDocument> Of, IReadOnlyList<ListWanted>? All)? _wanted;

    /// <summary>Every list that there is, by name.</summary>
    internal IReadOnlyDictionary<string, ListDocument> All
    {
        get
        {
            lock (_lock)
                return _lists ??= store.Read(ListRows.All).ToDictionary(static list => list.Name, StringComparer.Ordinal);
        }
    }

    /// <summary>What gates are told; null = there is no list yet.</summary>
    internal IReadOnlyList<ListWanted>? Wanted
    {
        get
        {
            var all = All;
            lock (_lock)
            {
                if (_wanted is { } known && ReferenceEquals(known.Of, all))
                    return known.All;
                _wanted = (all, all.Count == 0 ? null
                    : [.. all.Values.OrderBy(static list => list.Name, StringComparer.Ordinal).Select(static list =>
                        list.Wanted)]);
                return _wanted.Value.All;
            }
        }
    }

    /// <summary>Null = there is none.</summary>
    internal ListDocument? Find(string name) => All.GetValueOrDefault(name);

    /// <summary>Takes in what somebody has brought.</summary>
    internal Task<ListDocument> ImportAsync(string name, byte[] content, Actor actor) =>
        PutAsync(name, (_, _) => content, actor, isImport: true);

    /// <summary>Makes a list anew, if it would be another one.</summary>
    /// <param name="name">Which.</param>
    /// <param name="make">Its content by version and time, always the same from the same.</param>
    internal Task<ListDocument> RenewAsync(string name, Func<long, DateTimeOffset, byte[]> make) =>
        PutAsync(name, make, Actor.Hub, isImport: false);

    public void Dispose() => _turn.Dispose();

    private async Task<ListDocument> PutAsync(
        string name, Func<long, DateTimeOffset, byte[]> make, Actor actor, bool isImport)
    {
        await _turn.WaitAsync();
        try
        {
            var before = Find(name);
            if (before is not null && make(before.Version, before.MadeAt).AsSpan().SequenceEqual(before.Content.Span))
                return before;
            var now = DateTimeOffset.FromUnixTimeSeconds(time.GetUtcNow().ToUnixTimeSeconds());
            var version = Math.Max((before?.Version ?? 0) + 1, now.ToUnixTimeMilliseconds());
            var list = new ListDocument(name, version, now, actor.Name, make(version, now));
            await store.WriteAsync(db =>
            {
                ListRows.Put(db, list);
                if (isImport)
                    AuditLog.Add(db, now, new AuditEntry(
                        actor, AuditActions.ListImported, name, Detail: $"sha256 {list.Sha256}, {list.Content.Length} bytes"));
            }, CancellationToken.None);
            lock (_lock)
                _lists = new Dictionary<string, ListDocument>(All, StringComparer.Ordinal) { [name] = list };
            Log.Made(logger, name, list.Version, list.Content.Length);
            notices.AllChanged();
            return list;
        }
        finally
        {
            _turn.Release();
        }
    }
}
