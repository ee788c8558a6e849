using CheckIn.Contract;
using CheckIn.Gate.Health;
using CheckIn.Gate.Service;
using CheckIn.Gate.Settings;
using CheckIn.Gate.Uplink;
using CheckIn.Updates;
using Microsoft.Extensions.Options;

namespace CheckIn.Gate.Updates;

/// <summary>
/// Leads over to the version that lies ready, when nobody is under way. What this version can do now is what is asked of
/// the next. The host then ends as at every end, relays off and journal closed, and the launcher begins.
/// </summary>
internal sealed class UpdateSwitch(
    UpdateBook book, GateParts parts, GateAlarms alarms, GateCounters counters, HubLink link, Recomposition recomposition,
    IOptions<UpdateOptions> options, TimeProvider time, ILogger<UpdateService> logger)
{
    private SwitchMoment? _moment;

    /// <summary>To be asked every second.</summary>
    internal void SwitchIfItIsTime(UpdateWanted wanted)
    {
        if (!parts.Tried.IsCompleted)
            return;
        _moment ??= new SwitchMoment(options.Value.Quiet, options.Value.SwitchWithin, time);
        if (!_moment.IsNow(!parts.IsQuiet, alarms.Words.Contains(AlarmWords.Emergency), counters.Reads))
            return;
        var trial = wanted.TrialS > 0 ? TimeSpan.FromSeconds(wanted.TrialS) : options.Value.Trial;
        var lanes = (parts.Health ?? []).Where(static lane => lane.Ready).Select(static lane => lane.Lane);
        book.Change(state => UpdateSteps.SwitchAsked(
            state, new TrialTerms([.. lanes], link.Now.ConnectedS is not null, (long)trial.TotalSeconds)));
        Log.Switching(logger, wanted.Version, wanted.Release, trial);
        recomposition.AskSwitch();
    }

    /// <summary>On trial, and not wanted any more: the version before goes on.</summary>
    internal void GoBack()
    {
        book.Change(UpdateSteps.TakenBack);
        recomposition.AskSwitch();
    }
}
