using CheckIn.Contract;
using CheckIn.Gate.Admission;
using CheckIn.Gate.Health;
using CheckIn.Gate.Journal;
using CheckIn.Time;

namespace CheckIn.Gate.Lanes;

/// <summary>
/// Which refused codes of a lane get an event of their own (<see cref="CodeFlood"/>), and the one event for all others
/// of a minute. A count that cannot be journalled is kept and tried again; only a crash in that minute loses it.
/// </summary>
internal sealed class UnknownCodes(
    LaneOptions lane, EventStamp stamp, Func<EventDraft, ValueTask<long>> append, GateCounters counters,
    GateAlarms alarms, TimeProvider time, ILogger logger)
{
    internal const string Alarm = "unknown_codes";
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(10);
    private readonly Lock _lock = new();
    private CodeFlood _flood;

    /// <summary>False when this decision is only counted. Whoever is known, or admitted, always gets an event.</summary>
    internal bool OwnEvent(Decision decision)
    {
        if (decision.Outcome == Outcome.Admitted || !NamesNobody(decision.Reason))
            return true;
        bool single, first;
        lock (_lock)
        {
            single = _flood.Take(time.MonotonicNs(), lane.UnknownCodesPerMinute, out _flood);
            first = !single && _flood.Counted == 1;
            if (first)
                alarms.Raise(Alarm, lane.Name);
        }
        if (!single)
            counters.CountUnknown();
        if (first)
            Log.FloodBegan(logger, lane.Name);
        return single;
    }

    /// <summary>Journals what was counted in minutes that are over.</summary>
    internal ValueTask ReportAsync() => ReportAsync(stopping: false);

    /// <summary>Reports every minute when it is over, and the last one when the lane stops.</summary>
    internal async Task WatchAsync(CancellationToken stopping)
    {
        using var timer = new PeriodicTimer(Look, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stopping))
                await ReportAsync();
        }
        catch (OperationCanceledException)
        {
            await ReportAsync(stopping: true);
        }
    }

    private async ValueTask ReportAsync(bool stopping)
    {
        long counted;
        lock (_lock)
        {
            _flood = stopping ? _flood.Stopped() : _flood.Passed(time.MonotonicNs());
            if (_flood.Over == 0)
                return;
            counted = _flood.Over;
            _flood = _flood with { Over = 0 };
            if (_flood.Counted == 0)
                alarms.Clear(Alarm, lane.Name);
        }
        try
        {
            await append(stamp.Alarm(Alarm, counted));
            Log.Flood(logger, lane.Name, counted);
        }
        catch (JournalException e)
        {
            lock (_lock)
                _flood = _flood with { Over = _flood.Over + counted };
            counters.CountJournalFailure();
            Log.AlarmUnrecorded(logger, lane.Name, Alarm, counted, e.Message);
        }
    }

    private static bool NamesNobody(string reason) => reason is
        Reasons.UnknownCode or Reasons.MalformedCredential or Reasons.VenueCode or Reasons.EnrolmentCode or Reasons.CodeTooLong
        or Reasons.KindNotAdmitted or Reasons.NoKey or Reasons.ListTooOld or Reasons.BadSignature;
}
