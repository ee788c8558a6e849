using System.Security.Cryptography;
using CheckIn.Contract;
using CheckIn.Credentials.Health;
using CheckIn.Passes;
using CheckIn.Rules;

namespace CheckIn.Gate.Lists;

/// <summary>
/// What the hub has this gate decide by, as it is now: lists, and where it stands; for any thread, and nobody waits here. A
/// list is taken up only when all of it has its hash and can be read: until then the one before counts, however old it is.
/// How old that is, is said in health and status; what follows from its age the rules say.
/// </summary>
internal sealed class GateLists
{
    private static readonly TimeSpan KeepEvery = TimeSpan.FromHours(1);
    private readonly ListFiles _files;
    private readonly TimeProvider _clock;
    private readonly Lock _lock = new();
    private readonly Dictionary<string, (KeptList List, ReadOnlyMemory<byte> Content)> _lists = new(StringComparer.Ordinal);
    private volatile PassTrust _passes = PassTrust.None;
    private volatile CardList _cards = CardList.Empty;
    private volatile TrustList _signers = TrustList.None;
    private volatile PlaceWanted? _place;
    private TaskCompletionSource _changed = New();
    private long _keptAt;

    /// <param name="files">Where they lie.</param>
    /// <param name="clock">The gate's wall time.</param>
    /// <param name="logger">Hears what cannot be read at the start.</param>
    internal GateLists(ListFiles files, TimeProvider clock, ILogger<GateLists> logger)
    {
        (_files, _clock, _keptAt) = (files, clock, clock.GetTimestamp());
        try
        {
            var (kept, place) = files.Read();
            _place = place;
            foreach (var (list, content) in kept)
                TakeUp(list, content, logger);
        }
        catch (IOException e)
        {
            Log.NotRead(logger, e.Message);
        }
    }

    /// <summary>Whose passes are believed, and which are revoked.</summary>
    internal PassTrust Passes => _passes;

    /// <summary>Whose health certificates are believed.</summary>
    internal TrustList Signers => _signers;

    /// <summary>Cards with their categories, validities and refusals.</summary>
    internal CardList Cards => _cards;

    /// <summary>
    /// Where the gate stands, as the hub said last; another instance when it says something else. Null = nowhere known.
    /// </summary>
    internal PlaceWanted? Place => _place;

    /// <summary>Completes when another list has been taken up; take it before what it tells of.</summary>
    internal Task Changed => Volatile.Read(ref _changed).Task;

    /// <summary>A list as the hub made it; null = it has not come yet.</summary>
    internal ReadOnlyMemory<byte>? ContentOf(string name)
    {
        lock (_lock)
            return _lists.TryGetValue(name, out var kept) ? kept.Content : (ReadOnlyMemory<byte>?)null;
    }

    /// <summary>Which one is here; null = none.</summary>
    internal KeptList? Find(string name)
    {
        lock (_lock)
            return _lists.TryGetValue(name, out var kept) ? kept.List : null;
    }

    /// <summary>Each with its age, for health and status; null = there is none.</summary>
    internal IReadOnlyList<ListHealth>? Health
    {
        get
        {
            var now = _clock.GetUtcNow().ToUnixTimeSeconds();
            lock (_lock)
            {
                return _lists.Count == 0 ? null : [.. _lists.Values.OrderBy(static kept => kept.List.Name, StringComparer.Ordinal)
                    .Select(kept => new ListHealth(
                        kept.List.Name, kept.List.Version, Math.Max(0, now - kept.List.ConfirmedAt)))];
            }
        }
    }

    /// <summary>Takes a list up that has just been fetched: it is kept first.</summary>
    /// <exception cref="FormatException">It is none, or not the one that was announced; nothing was changed.</exception>
    /// <exception cref="IOException">It cannot be kept; nothing was changed.</exception>
    internal void Take(ListWanted wanted, byte[] content)
    {
        if (content.Length != wanted.Bytes || Convert.ToHexStringLower(SHA256.HashData(content)) != wanted.Sha256)
            throw new FormatException("It is not the list that the hub announced.");
        var putInForce = Understand(wanted.Name, content);
        var now = _clock.GetUtcNow().ToUnixTimeSeconds();
        var list = new KeptList(wanted.Name, wanted.Version, wanted.Sha256, wanted.Bytes, now, now);
        _files.Write(list, content);
        lock (_lock)
        {
            _files.Count(
                [.. _lists.Values.Select(static kept => kept.List).Where(kept => kept.Name != list.Name), list], _place);
            putInForce();
            _lists[list.Name] = (list, content);
        }
        Interlocked.Exchange(ref _changed, New()).TrySetResult();
    }

    /// <summary>The hub says now that these are the newest. Written down now and then, which spares the medium.</summary>
    /// <exception cref="IOException">It cannot be written; it counts all the same.</exception>
    internal void Confirm(IEnumerable<string> names)
    {
        lock (_lock)
        {
            var now = _clock.GetUtcNow().ToUnixTimeSeconds();
            foreach (var name in names)
            {
                if (_lists.TryGetValue(name, out var kept))
                    _lists[name] = (kept.List with { ConfirmedAt = now }, kept.Content);
            }
            if (_lists.Count == 0 || _clock.GetElapsedTime(_keptAt) < KeepEvery)
                return;
            _keptAt = _clock.GetTimestamp();
            _files.Count([.. _lists.Values.Select(static kept => kept.List)], _place);
        }
    }

    /// <summary>The hub says where the gate stands: kept first, then it counts.</summary>
    /// <exception cref="IOException">It cannot be kept; the place of before counts, and it may be said again.</exception>
    internal void Stand(PlaceWanted? place)
    {
        lock (_lock)
        {
            if (place == _place)
                return;
            _files.Count([.. _lists.Values.Select(static kept => kept.List)], place);
            _place = place;
        }
    }

    /// <summary>One that this version cannot read any more is fetched again; the others count.</summary>
    private void TakeUp(KeptList list, byte[] content, ILogger logger)
    {
        try
        {
            Understand(list.Name, content)();
            _lists[list.Name] = (list, content);
        }
        catch (FormatException e)
        {
            Log.NotRead(logger, e.Message);
        }
    }

    /// <summary>Reads a list; one of a name that is not known here is kept and says nothing.</summary>
    /// <returns>
    /// Puts it in force. Decisions under way go on with what they have; what was before is left to the collector.
    /// </returns>
    /// <exception cref="FormatException">It cannot be read.</exception>
    private Action Understand(string name, byte[] content)
    {
        switch (name)
        {
            case ListNames.Passes:
                var keys = PassKeys.Parse(content);
                return () => _passes = _passes with { Keys = keys };
            case ListNames.Revocations:
                var revocations = RevocationList.Parse(content);
                return () => _passes = _passes with { Revocations = revocations };
            case ListNames.Cards:
                var cards = CardDocument.Read(content);
                return () => _cards = cards;
            case ListNames.Trust:
                var signers = TrustList.Parse(content);
                return () => _signers = signers;
            default:
                return static () => { };
        }
    }

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
