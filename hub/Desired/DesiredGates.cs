using CheckIn.Contract;
using CheckIn.Hub.Events;
using CheckIn.Storage;

namespace CheckIn.Hub.Desired;

/// <summary>
/// What is wanted of each gate, and what it says of that. What a gate is to have is worked out from the layers as they
/// are and compared with what was wanted before; only another document makes another number, so it does no harm to ask
/// too often, and whoever has changed anything names the gates that it may concern. A number is never given twice, not
/// even by a hub whose database was put back: it is at least the time in milliseconds, and above whatever the gate has
/// named. One thing at a time, many gates in one transaction, and memory follows the commit.
/// </summary>
internal sealed class DesiredGates : IDisposable
{
    /// <summary>Gates in one transaction, so that events need not wait long.</summary>
    internal const int Chunk = 1000;
    private static readonly TimeSpan LongestBefore = TimeSpan.FromDays(7);
    private readonly EventStore _store;
    private readonly LayerShelf _shelf;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly SemaphoreSlim _turn = new(1);
    private readonly Lock _lock = new();
    private readonly Dictionary<string, GateStand> _stands;
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _edition;

    public DesiredGates(EventStore store, LayerShelf shelf, TimeProvider time, ILogger<DesiredGates> logger)
    {
        (_store, _shelf, _time, _logger) = (store, shelf, time, logger);
        _stands = store.Read(DesiredGateRows.Stands).ToDictionary(
            static stand => stand.Key, stand => stand.Value with { DiffersFrom = Before(stand.Value.DiffersSince) },
            StringComparer.Ordinal);
    }

    /// <summary>Completes at the next change of anything here.</summary>
    internal Task Changed
    {
        get { lock (_lock) return _changed.Task; }
    }

    /// <summary>Grows with every change.</summary>
    internal long Edition => Interlocked.Read(ref _edition);

    internal GateStand? Of(string gate)
    {
        lock (_lock)
            return _stands.TryGetValue(gate, out var stand) ? stand : null;
    }

    /// <summary>As it is now, by gate.</summary>
    internal Dictionary<string, GateStand> Snapshot()
    {
        lock (_lock)
            return new(_stands, StringComparer.Ordinal);
    }

    /// <summary>Works out anew what these are to have.</summary>
    /// <returns>
    /// Those that are to have the same for another reason: what they have said already is an answer to that as well.
    /// </returns>
    /// <exception cref="DatabaseException">It could not be kept; it may be asked again.</exception>
    internal async Task<IReadOnlyList<string>> RenewAsync(IReadOnlyCollection<string> gates)
    {
        var same = new List<string>();
        foreach (var chunk in gates.Chunk(Chunk))
        {
            await _turn.WaitAsync();
            try
            {
                if (_store.Read(db => Plan(db, chunk)).IsEmpty)
                    continue;
                var plan = Renewal.Nothing;
                await _store.WriteAsync(db =>
                {
                    plan = Plan(db, chunk);
                    DesiredGateRows.Put(db, plan.Put);
                    DesiredGateRows.Remove(db, plan.Removed);
                }, CancellationToken.None);
                Remember(plan);
                same.AddRange(plan.Same);
            }
            finally
            {
                _turn.Release();
            }
        }
        return same;
    }

    /// <summary>Takes what gates have said, the latest of each.</summary>
    /// <returns>What it means, and gates that have something of which nothing is known here.</returns>
    /// <exception cref="DatabaseException">It could not be kept; nothing of it was.</exception>
    internal async Task<(IReadOnlyList<GateAnswer> Answers, IReadOnlyList<string> Strays)> TakeAsync(
        IReadOnlyCollection<KeyValuePair<string, ReportedMessage>> reports)
    {
        await _turn.WaitAsync();
        try
        {
            List<(string Gate, WantedOfGate Wanted, ReportedMessage Report)> heard = [];
            List<string> strays = [];
            await _store.WriteAsync(db =>
            {
                (heard, strays) = ([], []);
                var now = _time.GetUtcNow().ToUnixTimeMilliseconds();
                foreach (var (gate, report) in reports)
                {
                    DesiredGateRows.Report(db, gate, report, now);
                    if (DesiredGateRows.Find(db, gate) is { } wanted)
                        heard.Add((gate, Hear(db, wanted, report, now), report));
                    else if (report.Version > 0)
                        strays.Add(gate);
                }
            }, CancellationToken.None);
            foreach (var (_, wanted, report) in heard)
                Remember(wanted, report);
            Tell();
            return ([.. heard.Select(one => AnswerOf(one.Gate, one.Report.Errors)).OfType<GateAnswer>()], strays);
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>What the gate has said of what is wanted of it now; null = nothing.</summary>
    internal GateAnswer? AnswerOf(string gate)
    {
        var answer = AnswerOf(gate, null);
        return answer is { IsFailure: true }
            ? answer with { Errors = _store.Read(db => DesiredGateRows.Reported(db, gate))?.Message.Errors } : answer;
    }

    public void Dispose() => _turn.Dispose();

    private GateAnswer? AnswerOf(string gate, IReadOnlyList<SettingsError>? errors) =>
        Of(gate) is { State: { } state } stand && stand.Heard == stand.Version
        && (state != ReportedStates.Applied || stand.Reported == stand.Version)
            ? new(gate, state, [.. Composition.IdsIn(stand.Chain)], errors) : null;

    private static WantedOfGate Hear(Database db, WantedOfGate wanted, ReportedMessage report, long now)
    {
        long? since = report.Version == wanted.Version ? null : wanted.DiffersSince ?? now;
        if (since != wanted.DiffersSince)
            DesiredGateRows.Differs(db, wanted.Gate, since);
        return wanted with { DiffersSince = since };
    }

    private Renewal Plan(Database db, string[] gates)
    {
        var (book, now) = (_shelf.Of(db), _time.GetUtcNow().ToUnixTimeMilliseconds());
        var given = DesiredGateRows.Given(db, gates);
        var plan = new Renewal([], [], []);
        foreach (var gate in DesiredGateRows.Read(db, gates))
        {
            if (gate.HasLeft)
            {
                if (gate.Version > 0)
                    plan.Removed.Add(gate.Gate);
                continue;
            }
            var next = book.Compose(gate.Gate, gate.Site, given(gate.Gate));
            // Where nothing was ever wanted nothing is, unless the gate has something that nobody here knows of.
            if (next.Chain == gate.Chain && (gate.Version > 0 || gate.Reported == 0))
                continue;
            if (!next.Fits)
            {
                Log.TooLarge(_logger, gate.Gate, SettingsWanted.MaxBytes);
                continue;
            }
            var isSame = gate.Version > 0 && next.Text == gate.Document;
            if (isSame)
                plan.Same.Add(gate.Gate);
            plan.Put.Add(isSame
                ? new(gate.Gate, gate.Version, next.Chain, gate.Document, gate.ChangedAt, gate.DiffersSince)
                : new(gate.Gate, Math.Max(Math.Max(gate.Version, gate.Reported) + 1, now), next.Chain, next.Text, now,
                    gate.DiffersSince ?? now));
        }
        return plan;
    }

    private void Remember(Renewal plan)
    {
        foreach (var wanted in plan.Put)
            Remember(wanted, null);
        lock (_lock)
        {
            foreach (var gate in plan.Removed)
                _stands.Remove(gate);
        }
        Tell();
    }

    /// <param name="wanted">As it is kept now.</param>
    /// <param name="report">What the gate has just said; null = nothing new.</param>
    private void Remember(WantedOfGate wanted, ReportedMessage? report)
    {
        lock (_lock)
        {
            var before = _stands.GetValueOrDefault(wanted.Gate);
            _stands[wanted.Gate] = new GateStand(
                wanted.Version, wanted.Chain, wanted.ChangedAt, wanted.DiffersSince,
                before.DiffersSince is null ? _time.GetTimestamp() : before.DiffersFrom,
                report?.Version ?? before.Reported, report is null ? before.Heard : report.Wanted ?? report.Version,
                report?.State ?? before.State);
        }
    }

    /// <summary>What differed before the hub's start has done so for as long as the wall clock says, and no longer.</summary>
    private long Before(long? since)
    {
        var passed = since is { } at
            ? Math.Clamp(
                (_time.GetUtcNow() - DateTimeOffset.FromUnixTimeMilliseconds(at)).TotalSeconds, 0, LongestBefore.TotalSeconds)
            : 0;
        return _time.GetTimestamp() - (long)(passed * _time.TimestampFrequency);
    }

    /// <summary>Something that is shown is another.</summary>
    internal void Tell()
    {
        Interlocked.Increment(ref _edition);
        TaskCompletionSource done;
        lock (_lock)
            (done, _changed) = (_changed, new(TaskCreationOptions.RunContinuationsAsynchronously));
        done.SetResult();
    }

    /// <param name="Put">What is wanted of gates from now on.</param>
    /// <param name="Removed">Gates of which nothing is wanted any more.</param>
    /// <param name="Same">Of the first, those to whom nothing new is said.</param>
    private sealed record Renewal(List<WantedOfGate> Put, List<string> Removed, List<string> Same)
    {
        internal static Renewal Nothing { get; } = new([], [], []);

        internal bool IsEmpty => Put.Count == 0 && Removed.Count == 0;
    }
}
