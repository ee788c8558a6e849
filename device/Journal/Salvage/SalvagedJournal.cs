using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Unicode;
using CheckIn.Contract;
using CheckIn.Storage;

namespace CheckIn.Gate.Journal.Salvage;

/// <summary>
/// The new file, while it is filled with what a damaged one still has. A row is taken when it proves itself: its link is
/// that of its fact, and its fact carries its number. Nothing else is asked of it, neither its page nor its neighbours.
/// </summary>
internal sealed class SalvagedJournal : IDisposable
{
    private const int RowsInTransaction = 2000;
    private readonly Database _database;
    private readonly Statement _insert, _row;
    private readonly IdRuns _rows = new();
    private readonly Dictionary<long, FoundEpoch> _epochs = [];
    private readonly Dictionary<long, string> _refused = [];
    private readonly Dictionary<string, long> _figures = [];
    private readonly FirstVersion _first = new();
    private readonly long _firstSession = (1L << 32) + RandomNumberGenerator.GetInt32(int.MaxValue);
    private int _waiting;

    internal SalvagedJournal(string path)
    {
        _database = Database.OpenWriter(path);
        JournalSchema.Create(_database);
        _insert = _database.Prepare("INSERT OR IGNORE INTO event (id, at, fact, sealed, link) VALUES (?, ?, ?, ?, ?)");
        _row = _database.Prepare("SELECT fact FROM event WHERE id = ?");
        _database.Execute("BEGIN IMMEDIATE");
    }

    internal long Rows { get; private set; }

    /// <summary>Takes a row of whatever table, if it is one of the journal's.</summary>
    internal void Take(long id, in SqliteRecord record, bool isIndex, bool isSure)
    {
        if (isIndex)
        {
            if (isSure && record.Count == 2 && record.IsText(0))
                TakeFigure(record);
        }
        else if (record.Count > 0 && record.IsNull(0))
        {
            if (IsEvent(id, record))
                Add(id, record);
            else if (isSure && FoundEpoch.From(record) is { } epoch)
                _epochs[id] = epoch;
            else if (isSure && record.Count == 2 && record.IsText(1))
                _refused[id] = record.Text(1);
        }
    }

    /// <summary>Whether a record is an event that proves itself.</summary>
    internal static bool IsEvent(long id, in SqliteRecord record) =>
        id > 0 && RowId.SeqOf(id) > 0 && record.Count == 5 && record.IsNull(0) && record.IsInteger(1) && record.IsBlob(2)
        && (record.IsNull(3) || record.IsBlob(3)) && record.IsBlob(4) && record.Bytes(4).Length == ChainLink.Size
        && IsNumbered(record.Bytes(2), RowId.SeqOf(id)) && JournalSchema.Matches(record.Bytes(2), record.Bytes(4));

    /// <summary>Gives the rows their epochs, begins the new one with its alarm, and closes the file.</summary>
    /// <param name="known">What the running gate knows, the best there is; null at a start.</param>
    /// <param name="names">The names beside the journal.</param>
    /// <param name="bounds">Those of the journal; what was there has room, whatever they say.</param>
    /// <returns>How many those are.</returns>
    internal long Complete(JournalState? known, IReadOnlyDictionary<long, string> names, JournalBounds bounds)
    {
        TakeKnown(known);
        var earlier = new List<EpochState>();
        long lost = 0;
        foreach (var id in _rows.Epochs)
        {
            if (Keep(id, names) is { } epoch)
                earlier.Add(epoch);
        }
        foreach (var (id, found) in _epochs)
            lost += LostOf(found, earlier.Find(epoch => epoch.Id == id));
        JournalSchema.AddFigures(_database, Session(known), _figures.GetValueOrDefault("age_ms"));
        var next = _rows.Epochs.Concat(_epochs.Keys).Concat(names.Keys).DefaultIfEmpty(-1).Max() + 1;
        var state = new JournalState(
            earlier, JournalSchema.AddEpoch(_database, next, EpochCauses.Damage), Session(known), 0);
        _database.Execute("COMMIT");
        var (clock, boot) = (bounds.Clock, bounds.Boot);
        using var transaction = new JournalTransaction(
            _database, new JournalAge(clock, boot, _database), state, bounds with { CapBytes = long.MaxValue / 1000 });
        transaction.Begin(state);
        transaction.Append(EpochCauses.Alarm(EpochCauses.Damage, lost, clock, boot));
        foreach (var (id, reason) in _refused)
        {
            if (earlier.Find(epoch => epoch.Id == RowId.EpochOf(id)) is { } epoch)
                transaction.Refuse(epoch.Name, RowId.SeqOf(id), reason);
        }
        transaction.Commit();
        return lost;
    }

    public void Dispose()
    {
        _insert.Dispose();
        _row.Dispose();
        _database.Dispose();
    }

    private static bool IsNumbered(ReadOnlySpan<byte> fact, long seq)
    {
        Span<byte> start = stackalloc byte[32];
        return Utf8.TryWrite(start, $"{{\"seq\":{seq},", out var length) && fact.StartsWith(start[..length]);
    }

    private void Add(long id, in SqliteRecord record)
    {
        _insert.Bind(1, id).Bind(2, record.Integer(1)).Bind(3, record.Bytes(2)).Bind(5, record.Bytes(4));
        if (record.IsNull(3))
            _insert.BindNull(4);
        else
            _insert.Bind(4, record.Bytes(3));
        _insert.Run();
        if (_database.Changes == 0)
            return;
        _rows.Add(id);
        Rows++;
        if (++_waiting < RowsInTransaction)
            return;
        _database.Execute("COMMIT; BEGIN IMMEDIATE");
        _waiting = 0;
    }

    private void TakeFigure(in SqliteRecord record)
    {
        var name = record.Text(0);
        if (record.IsInteger(1))
            _figures[name] = record.Integer(1);
        _first.Take(name, record);
    }

    private void TakeKnown(JournalState? known)
    {
        if (_first.ToEpoch(_figures) is { } first)
            _epochs.TryAdd(0, first);
        foreach (var epoch in known is null ? [] : known.Earlier.Append(known.Current))
            _epochs[epoch.Id] = FoundEpoch.From(epoch);
    }

    /// <summary>Gives an epoch's rows their name, marks and gaps; null when nothing of it is to be kept.</summary>
    private EpochState? Keep(long id, IReadOnlyDictionary<long, string> names)
    {
        var found = _epochs.GetValueOrDefault(id);
        var runs = _rows.Of(id, found?.Anchor.Seq ?? 0);
        _database.Execute($"DELETE FROM event WHERE id BETWEEN {RowId.Of(id, 0)} AND {RowId.Of(id, found?.Anchor.Seq ?? 0)}");
        if (runs.Count == 0)
            return null;
        var (first, last) = (runs[0].First, runs[^1].Last);
        var prev = PrevOf(RowId.Of(id, first));
        var name = new[] { names.GetValueOrDefault(id), found?.Name }.FirstOrDefault(
            name => name is not null && (first > 1 || prev.AsSpan().SequenceEqual(ChainLink.Genesis(name))));
        // A name that is made up has no genesis link to begin with.
        var anchor = new JournalAnchor(first - 1, name is null ? [] : prev);
        name ??= "salvaged-" + Convert.ToHexStringLower(prev)[..16];
        var gaps = new SeqGaps([.. runs.Zip(runs.Skip(1), static (run, next) => (run.Last + 1, next.First - 1))]);
        var epoch = new EpochState(
            id, name, last, [], Math.Clamp(found?.Delivered ?? 0, first - 1, last), anchor, found?.DivergedFrom, gaps);
        JournalSchema.AddEpoch(_database, epoch);
        return epoch;
    }

    /// <summary>Rows of an epoch that are known to have been there, not to be at the hub, and are gone.</summary>
    private static long LostOf(FoundEpoch found, EpochState? kept)
    {
        var last = Math.Max(found.LastSeq ?? 0, kept?.LastSeq ?? 0);
        var undelivered = Math.Max(0, last - found.Delivered);
        return kept is null ? undelivered
            : undelivered - CountKept(kept, Math.Max(found.Delivered + 1, kept.FirstRetained));
    }

    private static long CountKept(EpochState epoch, long from) =>
        Math.Max(0, epoch.LastSeq - from + 1 - epoch.Gaps.CountWithin(from, epoch.LastSeq));

    /// <summary>
    /// The last session number given out, or more: the page that it was read from may not have been the newest, and a
    /// number must not come twice. Where there is none, chance says one that no gate has counted to.
    /// </summary>
    private long Session(JournalState? known) => known?.Session
        ?? (_figures.TryGetValue("session", out var found) ? found + 1000 : _firstSession);

    private byte[] PrevOf(long id)
    {
        try
        {
            using var fact = JsonDocument.Parse(_row.Bind(1, id).Step() ? _row.Blob(0).ToArray() : "{}"u8.ToArray());
            return Convert.FromHexString(fact.RootElement.GetProperty("prev").GetString()!);
        }
        finally
        {
            _row.Reset();
        }
    }

    /// <summary>The one epoch of a file of version 1, whose marks lie in its table of figures.</summary>
    private sealed class FirstVersion
    {
        private string? _name;
        private byte[]? _link;

        internal void Take(string name, in SqliteRecord record)
        {
            if (name == "epoch" && record.IsText(1) && GateId.IsValid(record.Text(1)))
                _name = record.Text(1);
            else if (name == "anchor_link" && record.IsBlob(1) && record.Bytes(1).Length == ChainLink.Size)
                _link = record.Bytes(1).ToArray();
        }

        internal FoundEpoch? ToEpoch(Dictionary<string, long> figures) =>
            _name is null || !figures.TryGetValue("anchor_seq", out var anchor)
                ? null
                : new FoundEpoch(
                    _name, new JournalAnchor(anchor, _link ?? []), Math.Max(anchor, figures.GetValueOrDefault("delivered_through")),
                    null);
    }
}
