using System.Text.Json.Nodes;
using CheckIn.Contract;
using CheckIn.Gate.Lanes;
using CheckIn.Gate.Supervision;
using CheckIn.Gate.Updates;
using Microsoft.Extensions.Options;

namespace CheckIn.Gate.Settings;

/// <summary>
/// Looks after the hub's settings while the gate serves: sees a trial to its end, decides on what it hears of, takes up what
/// is good when nobody is under way, and says what became of it. It stands beside decisions and never in their way; every
/// step is in the state before it is done, and what cannot be kept is not done.
/// </summary>
/// <param name="life">From one life to the next; null = this is no gate in service but one that is looked at.</param>
internal sealed class SettingsService(
    SettingsLife? life, HubWishes wishes, TrialSigns signs, SettingsMoment moment, UpdateBook updates, EventRecorder recorder,
    Recomposition recomposition, IConfiguration settings, IOptions<SettingsOptions> options, Liveness liveness,
    TimeProvider time, ILogger<SettingsService> logger)
    : BackgroundService
{
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Again = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan WorkTakesAtMost = TimeSpan.FromMinutes(2);
    private HubLayer _layer = LayerOf(life, settings);
    private Waiting? _waiting;

    /// <summary>Before the first word to the hub, so that it is not the wrong one.</summary>
    public override Task StartAsync(CancellationToken cancellationToken)
    {
        if (life is not null)
            Begin(life);
        return base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (life is null)
            return;
        using var beat = liveness.Watch("settings", WorkTakesAtMost);
        try
        {
            await TryAsync(life, beat, stoppingToken);
            while (!recomposition.IsAsked)
            {
                var heard = wishes.Heard;
                beat.Beat();
                var soon = Safely(() => Step(life));
                Report(life);
                beat.Rest();
                // However often the hub changes its mind, it is looked at, and noted, once a second.
                await Task.Delay(Look, time, stoppingToken);
                await heard.WaitAsync(soon, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                stoppingToken.ThrowIfCancellationRequested();
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The gate stops.
        }
    }

    /// <summary>What the start before has left to be told.</summary>
    private void Begin(SettingsLife life)
    {
        if (life.Book.Trouble is { } trouble)
            Log.NotRead(logger, trouble);
        var state = life.Book.State;
        if (life.Unfit is { } unfit)
            Log.Unfit(logger, state.Applied?.Version ?? 0, SettingsReports.Line(unfit));
        if (state.Decided is { Noted: false, State: ReportedStates.Reverted } reverted)
            Log.Reverted(logger, reverted.Version, SettingsReports.Line(reverted.Errors));
        if (SettingsReports.Keys(_layer.Ignored) is { } ignored)
            Log.Ignored(logger, string.Join(", ", ignored));
        if (SettingsReports.Keys(_layer.Overridden(settings)) is { } overridden)
            Log.Overridden(logger, string.Join(", ", overridden));
        Report(life);
    }

    private async Task TryAsync(SettingsLife life, LoopBeat beat, CancellationToken stopping)
    {
        if (life.Book.State.Trial is not { Begun: true } trial)
            return;
        Log.OnTrial(logger, trial.Version, options.Value.Settle, options.Value.TrialFor);
        var missing = await new SettingsTrial(signs, options.Value, time, logger).RunAsync(trial, beat, stopping);
        if (missing.Count == 0)
        {
            // Until it can be written they are on trial; a crash would take them back.
            while (Safely(() => Confirm(life)) != Timeout.InfiniteTimeSpan)
            {
                beat.Beat();
                await Task.Delay(Look, time, stopping);
            }
            Log.Confirmed(logger, trial.Version);
            return;
        }
        // The next life tells of it.
        life.Book.ChangeAnyway(state => SettingsSteps.Reverted(state, missing));
        recomposition.Ask();
    }

    private static TimeSpan Confirm(SettingsLife life)
    {
        life.Book.Change(SettingsSteps.Confirmed);
        return Timeout.InfiniteTimeSpan;
    }

    /// <returns>How long to wait for something to be heard.</returns>
    private TimeSpan Step(SettingsLife life)
    {
        Note(life.Book);
        if (wishes.Wanted is not { } wanted)
            return Timeout.InfiniteTimeSpan;
        var (version, values) = wanted.Settings is { } sets ? (sets.Version, sets.Values) : (0, []);
        if (!SettingsSteps.IsNew(life.Book.State, version))
        {
            _waiting = null;
            return Timeout.InfiniteTimeSpan;
        }
        if (_waiting?.Version != version)
            _waiting = Decide(life, version, values);
        // A version of the program that is on trial is to be judged by itself.
        if (_waiting is { } waiting && updates.State.Phase != UpdatePhase.Trying && moment.IsNow())
            TakeUp(life, waiting);
        Note(life.Book);
        return _waiting is null ? Timeout.InfiniteTimeSpan : TimeSpan.Zero;
    }

    /// <returns>Null: nothing is left to be done.</returns>
    private Waiting? Decide(SettingsLife life, long version, JsonObject values)
    {
        var found = life.Examination.Of(values);
        if (found is not { Problems.Count: 0, Settings: { } all })
        {
            life.Book.Change(state => SettingsSteps.Refused(state, version, found.Problems));
            Log.Refused(logger, version, SettingsReports.Line(found.Problems));
            return null;
        }
        var changes = ChangesIn(all);
        if (changes.Count == 0 && life.Unfit is null)
        {
            life.TakenUp(version, values);
            _layer = LayerOf(life, settings);
            Log.Taken(logger, version);
            return null;
        }
        moment.Begin();
        Log.Waits(logger, version, options.Value.QuietFor, options.Value.TakeUpWithin);
        return new Waiting(version, values, changes);
    }

    private void TakeUp(SettingsLife life, Waiting waiting)
    {
        var names = string.Join(", ", waiting.Changes.Take(SettingsMemory.MostNames));
        var more = waiting.Changes.Count - SettingsMemory.MostNames;
        life.Book.Change(state => SettingsSteps.Asked(state, new TriedSettings(
            waiting.Version, waiting.Values, moment.ReadyLanes, waiting.Changes.Any(Steering.CutsOff))));
        Log.TakingUp(logger, waiting.Version, more > 0 ? $"{names} and {more} more" : names);
        _waiting = null;
        recomposition.Ask();
    }

    private static HubLayer LayerOf(SettingsLife? life, IConfiguration settings) =>
        life?.InForce is { } inForce ? HubLayer.Of(inForce.Values, settings) : HubLayer.None;

    /// <summary>Keys that would be in force with another value than now.</summary>
    private List<string> ChangesIn(IConfiguration all) =>
        [.. all.AsEnumerable().Concat(settings.AsEnumerable()).Select(static pair => pair.Key)
            .Distinct(StringComparer.OrdinalIgnoreCase).Where(key => all[key] != settings[key])
            .Order(StringComparer.OrdinalIgnoreCase)];

    /// <summary>A refusal and a way back are in the journal; a crash in between has it there twice rather than never.</summary>
    private void Note(SettingsBook book)
    {
        if (book.State.Decided is not { Noted: false } decided)
            return;
        recorder.Operation(
            OperationWords.SettingsReverted, SettingsLife.ByHub,
            $"{decided.Version} {decided.State}: {SettingsReports.Line(decided.Errors)}");
        book.Change(SettingsSteps.Noted);
    }

    private void Report(SettingsLife life) => wishes.Say(
        SettingsReports.Of(life.Book.State, life.InForce?.Version ?? 0, _waiting?.Version, life.Unfit) with
        {
            Ignored = SettingsReports.Keys(_layer.Ignored),
            Overridden = SettingsReports.Keys(_layer.Overridden(settings)),
        });

    private TimeSpan Safely(Func<TimeSpan> work)
    {
        try
        {
            return work();
        }
        catch (IOException e)
        {
            Log.NotKept(logger, e.Message);
            return Again;
        }
    }

    /// <summary>Settings that are good, and wait until nobody is passing.</summary>
    /// <param name="Changes">Keys that would be in force with another value than now.</param>
    private sealed record Waiting(long Version, JsonObject Values, IReadOnlyList<string> Changes);
}
