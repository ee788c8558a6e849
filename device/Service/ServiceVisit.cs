using CheckIn.Contract;
using CheckIn.Gate.Journal;
using CheckIn.Gate.Lanes;

namespace CheckIn.Gate.Service;

/// <summary>
/// A technician's visit in the journal: that he came, what he tried, what he saw, that he left; always by which user. A
/// relay moves only after its row is committed, as for everybody.
/// </summary>
internal sealed class ServiceVisit(
    string by, Func<EventDraft, ValueTask<long>> append, Action<EventDraft> record, Func<string, EventStamp> stampOf)
{
    private bool _entered;

    /// <summary>The number of its event when it is recorded and may be done; else why not.</summary>
    internal async ValueTask<(long Cause, ServiceAnswer? Refusal)> BeginAsync(string what, string lane)
    {
        try
        {
            if (!_entered)
                await append(stampOf(EventStamp.WholeGate).Operation(OperationWords.ServiceEntered, by, "control_socket"));
            _entered = true;
            return (await append(SelfTest(what, lane, "started")), null);
        }
        catch (JournalException e)
        {
            return (0, ServiceAnswer.Refused(Refusals.JournalFailed, e.Message));
        }
    }

    /// <summary>False when nothing was tried that could be judged.</summary>
    internal bool Judge(string what, string lane, bool ok)
    {
        if (_entered)
            record(SelfTest(what, lane, ok ? "ok" : "failed"));
        return _entered;
    }

    internal void Leave()
    {
        if (_entered)
            record(stampOf(EventStamp.WholeGate).Operation(OperationWords.ServiceLeft, by, "control_socket"));
        _entered = false;
    }

    private EventDraft SelfTest(string what, string lane, string result) =>
        stampOf(lane).Operation(OperationWords.SelfTest, by, $"{what}_{result}");
}
