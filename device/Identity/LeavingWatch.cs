using CheckIn.Gate.Journal;
using CheckIn.Gate.Settings;

namespace CheckIn.Gate.Identity;

/// <summary>
/// The hub takes the gate out of service. Its lanes go on until what waits is delivered, so that nobody stands before a
/// closed gate for a backlog; then the gate is put together anew without lanes (<see cref="LeavingGate"/>).
/// </summary>
internal sealed class LeavingWatch(
    IdentityStanding standing, GateJournal journal, Recomposition recomposition, TimeProvider time, ILogger<LeavingWatch> logger)
    : BackgroundService
{
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (true)
            {
                await standing.WaitForLeavingAsync(stoppingToken);
                Log.Leaving(logger, journal.Backlog);
                while (standing.Standing == Standings.Leaving && journal.Backlog > 0)
                    await Task.Delay(Look, time, stoppingToken);
                if (standing.Standing == Standings.Leaving)
                {
                    recomposition.Ask();
                    return;
                }
                Log.StaysAfterAll(logger);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The gate stops.
        }
    }
}
