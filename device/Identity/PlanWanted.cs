using CheckIn.Contract;
using CheckIn.Gate.Settings;
using CheckIn.Gate.Supervision;

namespace CheckIn.Gate.Identity;

/// <summary>
/// A gate that is enrolled, and cannot open the lanes that its hub has planned for it: it keeps its connection, says what
/// is wrong, and is put together anew as soon as another plan is there, or the hub takes it out of service. Nobody has to
/// go there.
/// </summary>
internal sealed class PlanWanted(
    IReadOnlyList<SettingsError> problems, HubWishes wishes, IdentityStanding standing, Supervisor supervisor,
    Recomposition recomposition, TimeProvider time, ILogger<PlanWanted> logger) : BackgroundService
{
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(1);

    public override Task StartAsync(CancellationToken cancellationToken)
    {
        wishes.SayPlan(problems);
        Log.PlanWanted(logger, SettingsReports.Line(problems));
        return base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        supervisor.Ready("enrolled; waits for a plan of lanes that can be");
        try
        {
            do
                await Task.Delay(Look, time, stoppingToken);
            while (!standing.SettingsWait && standing.Standing != Standings.Leaving);
            recomposition.Ask();
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The gate stops.
        }
    }
}
