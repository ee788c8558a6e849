using CheckIn.Contract;

namespace CheckIn.Gate.Settings;

/// <summary>
/// Where what the hub wants of this gate comes in, and what became of it goes out; safe from any thread, and nobody waits
/// here for longer than a moment. The connection hands over what it heard (<see cref="Hear"/>); each part takes what is its
/// own when <see cref="Heard"/> completes, and says what came of it; the connection publishes <see cref="Report"/> after it
/// was made and whenever <see cref="Changed"/> completes. Take either task before the value that it tells of, and nothing
/// is missed. What was heard is gone with this life: the topic is retained, and each part keeps what it must not forget.
/// </summary>
internal sealed class HubWishes
{
    private readonly Lock _lock = new();
    private TaskCompletionSource _heard = New();
    private TaskCompletionSource _changed = New();
    private DesiredMessage? _wanted;
    private ReportedMessage _report = new(0, ReportedStates.Applied);
    private IReadOnlyList<SettingsError> _plan = [];

    /// <summary>Completes when something is heard the next time.</summary>
    internal Task Heard => Volatile.Read(ref _heard).Task;

    /// <summary>Completes when there is something else to report.</summary>
    internal Task Changed => Volatile.Read(ref _changed).Task;

    /// <summary>What was heard last; null = nothing yet in this life.</summary>
    internal DesiredMessage? Wanted
    {
        get { lock (_lock) return _wanted; }
    }

    /// <summary>The orders that were heard last, every one that stands; null = nothing was heard yet in this life.</summary>
    internal IReadOnlyList<ModeOrder>? Orders => Wanted is { } wanted ? wanted.Modes ?? [] : null;

    /// <summary>What there is to report.</summary>
    internal ReportedMessage Report
    {
        get
        {
            lock (_lock)
            {
                return _plan.Count == 0 ? _report : _report with
                {
                    Errors = [.. (_report.Errors ?? []).Concat(_plan).Take(ReportedMessage.MostEntries)],
                };
            }
        }
    }

    /// <summary>Something was heard on <c>desired</c>.</summary>
    /// <param name="wanted">It; null = nothing is wanted of this gate any more.</param>
    internal void Hear(DesiredMessage? wanted)
    {
        lock (_lock)
            _wanted = Sound(wanted ?? new DesiredMessage(0));
        Tell(ref _heard);
    }

    /// <summary>What became of the hub's settings.</summary>
    /// <param name="report">Without modes, which are said beside it.</param>
    internal void Say(ReportedMessage report) => Change(before => report with { Modes = before.Modes });

    /// <summary>What became of every order that was heard of, and how it stands with those in force.</summary>
    internal void Say(IReadOnlyList<ModeReport> modes) => Change(before => before with
    {
        Modes = modes.Count == 0 ? null : [.. modes.Take(ReportedMessage.MostEntries)],
    });

    /// <summary>What is wrong with the settings that came with the provision; null = nothing, or nothing is known.</summary>
    internal void SayPlan(IReadOnlyList<SettingsError>? problems)
    {
        lock (_lock)
        {
            if (_plan.SequenceEqual(problems ?? []))
                return;
            _plan = problems ?? [];
        }
        Tell(ref _changed);
    }

    private void Change(Func<ReportedMessage, ReportedMessage> step)
    {
        lock (_lock)
            _report = step(_report);
        Tell(ref _changed);
    }

    /// <summary>What JSON can say and C# does not expect is as if it were not said.</summary>
    private static DesiredMessage Sound(DesiredMessage wanted) => wanted with
    {
        Settings = wanted.Settings is { Version: > 0, Values: not null } settings ? settings : null,
        Modes = [.. (wanted.Modes ?? []).Where(static order => order is { Id: not null, Mode: not null })
            .Take(DesiredMessage.MostModes)],
        Lists = [.. (wanted.Lists ?? []).Where(static list => list is { Name: not null, Sha256: not null })
            .Take(DesiredMessage.MostLists)],
        Place = Sound(wanted.Place),
    };

    private static PlaceWanted? Sound(PlaceWanted? place) => place is { Site: { } site } && IsCode(site)
        ? new(site, [.. (place.Nodes ?? []).Where(IsCode).Take(PlaceWanted.MostNodes)]) : null;

    private static bool IsCode(string? code) => code is { Length: > 0 and <= PlaceWanted.LongestCode };

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private static void Tell(ref TaskCompletionSource told) => Interlocked.Exchange(ref told, New()).TrySetResult();
}
