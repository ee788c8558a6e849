using CheckIn.Time;

namespace CheckIn.Gate.Service.Doctor;

/// <summary>Whether the machine knows the time.</summary>
internal sealed class ClockCheck : QuickCheck
{
    internal const string Name = "clock";

    protected override IEnumerable<Finding> Look(Examination examination)
    {
        var words = examination.Words;
        // The gate may know more than its machine: the hub tells it the time.
        var quality = examination.Running is { Health.Clock: { } clock } ? clock.Quality : KernelClock.Read();
        yield return quality is { } known
            ? new(Name, CheckState.Good, Examination.Say(
                words.ClockGood, examination.Units.Milliseconds(known.ErrorMs), examination.Units.Span(known.SyncedAgeS)))
            : new(Name, CheckState.Look, words.ClockUnknown, words.ClockUnknownDo);
    }
}
