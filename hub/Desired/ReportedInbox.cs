using System.Buffers;
using System.Text.Json;
using System.Threading.Channels;
using CheckIn.Contract;
using CheckIn.Hub.Events;
using CheckIn.Hub.Ingest;
using CheckIn.Hub.Modes;
using CheckIn.Hub.Rollouts;
using CheckIn.Storage;

namespace CheckIn.Hub.Desired;

/// <summary>
/// Hears what gates report of their settings. Of each gate the latest word counts, so there are never more waiting than
/// there are gates; a thousand of them are kept in one transaction, and then rollouts hear what it means. What a gate said
/// is retained and said again with every connection: a hub that ends in between hears it anew.
/// </summary>
internal sealed class ReportedInbox(
    DesiredGates gates, DesiredNotices notices, RolloutDesk rollouts, ModeDesk modes, SetAside setAside, EventCounters counters,
    TimeProvider time, ILogger<ReportedInbox> logger)
    : BackgroundService, IGateListener
{
    private const int MostAtOnce = 1000;
    private const int MaxBytes = 32 * 1024;
    private const long HighestNumber = 1L << 53;
    private const int LongestProblem = 300;
    private static readonly TimeSpan AgainAfter = TimeSpan.FromSeconds(1);
    private readonly Channel<bool> _due = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly Lock _lock = new();
    private Dictionary<string, ReportedMessage> _waiting = new(StringComparer.Ordinal);
    private HashSet<string> _asked = new(StringComparer.Ordinal);

    public GateTopic Topic => GateTopic.Reported;

    public ValueTask HearAsync(string gate, ReadOnlySequence<byte> payload, CancellationToken cancellation)
    {
        if (payload.IsEmpty)
            return default; // Its topic is cleared.
        try
        {
            var json = new Utf8JsonReader(payload);
            var report = payload.Length <= MaxBytes
                ? JsonSerializer.Deserialize(ref json, ContractJson.Default.ReportedMessage) : null;
            Take(gate, Sound(report ?? throw new JsonException($"it has {payload.Length} bytes, or is null.")));
        }
        catch (JsonException e)
        {
            counters.CountMalformed();
            if (setAside.TryEnter())
                Log.Malformed(logger, gate, e.Message);
        }
        return default;
    }

    /// <summary>What these have said holds of something else as well, which they were asked since.</summary>
    internal void AnswerAgain(IReadOnlyCollection<string> asked)
    {
        if (asked.Count == 0)
            return;
        lock (_lock)
            _asked.UnionWith(asked);
        _due.Writer.TryWrite(true);
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await TurnAsync();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (await _due.Reader.WaitToReadAsync(stoppingToken))
            {
                _due.Reader.TryRead(out _);
                while (!await TurnAsync())
                    await Task.Delay(AgainAfter, time, stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The hub stops.
        }
    }

    /// <returns>False = what was said is kept and must be tried again.</returns>
    internal async Task<bool> TurnAsync()
    {
        var (reports, asked) = TakeAll();
        try
        {
            foreach (var chunk in reports.Chunk(MostAtOnce))
            {
                var (answers, strays) = await gates.TakeAsync(chunk);
                Tell(chunk, answers);
                await HearAsync(answers);
                if (strays.Count > 0)
                    notices.Changed(strays);
            }
            await HearAsync([.. asked.Select(gates.AnswerOf).OfType<GateAnswer>()]);
            return true;
        }
        catch (DatabaseException e)
        {
            PutBack(reports, asked);
            Log.NotKept(logger, reports.Count + asked.Count, e.Message);
            return false;
        }
    }

    private async Task HearAsync(IReadOnlyCollection<GateAnswer> answers)
    {
        if (answers.Count > 0)
            await rollouts.HearAllAsync(SettingsRollouts.Word, [.. answers.SelectMany(Reports)]);
    }

    private static IEnumerable<RolloutReport> Reports(GateAnswer answer)
    {
        var news = answer.State switch
        {
            ReportedStates.Applied => GateNews.Confirmed,
            _ when answer.IsFailure => GateNews.Failed,
            _ => GateNews.Working,
        };
        return answer.Targets.Select(target => new RolloutReport(target, answer.Gate, news, answer.Why));
    }

    private void Tell(KeyValuePair<string, ReportedMessage>[] chunk, IReadOnlyList<GateAnswer> answers)
    {
        var failed = answers.Where(static one => one.IsFailure).Select(static one => one.Gate)
            .ToHashSet(StringComparer.Ordinal);
        foreach (var (gate, report) in chunk)
        {
            modes.Hear(gate, report.Modes);
            if (!failed.Contains(gate) || !setAside.TryEnter())
                continue;
            var why = report.Errors is [var first, ..] ? $"{first.Path}: {first.Problem}" : "";
            Log.NotTaken(logger, gate, report.State, why);
        }
    }

    private void Take(string gate, ReportedMessage report)
    {
        lock (_lock)
            _waiting[gate] = report;
        _due.Writer.TryWrite(true);
    }

    private (Dictionary<string, ReportedMessage> Reports, HashSet<string> Asked) TakeAll()
    {
        lock (_lock)
        {
            var taken = (_waiting, _asked);
            (_waiting, _asked) = (new(StringComparer.Ordinal), new(StringComparer.Ordinal));
            return taken;
        }
    }

    private void PutBack(Dictionary<string, ReportedMessage> reports, HashSet<string> asked)
    {
        lock (_lock)
        {
            foreach (var (gate, report) in reports)
                _waiting.TryAdd(gate, report);
            _asked.UnionWith(asked);
        }
    }

    /// <summary>No more of it than the contract has, and numbers that numbers can follow.</summary>
    private static ReportedMessage Sound(ReportedMessage report)
    {
        if (report.Version is < 0 or > HighestNumber || report.Wanted is < 0 or > HighestNumber)
            throw new JsonException("its version is out of range.");
        if (report.State is not { Length: > 0 and <= 64 })
            throw new JsonException("it has no state.");
        return report with
        {
            Errors = report.Errors?.Where(static one => one is { Path: not null, Problem: not null })
                .Take(ReportedMessage.MostEntries)
                .Select(static one => new SettingsError(Short(one.Path), Short(one.Problem))).ToList(),
            Overridden = Keys(report.Overridden),
            Ignored = Keys(report.Ignored),
            Modes = report.Modes?.Where(static one => one is { Id: not null, State: not null })
                .Take(ReportedMessage.MostEntries).ToList(),
        };
    }

    private static List<string>? Keys(IReadOnlyList<string>? keys) =>
        keys?.OfType<string>().Take(ReportedMessage.MostEntries).Select(Short).ToList();

    private static string Short(string text) => text.Length <= LongestProblem ? text : text[..LongestProblem];
}
