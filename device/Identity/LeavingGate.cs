using CheckIn.Gate.Clock;
using CheckIn.Gate.Journal;
using CheckIn.Gate.Keys;
using CheckIn.Gate.Settings;
using CheckIn.Gate.Supervision;

namespace CheckIn.Gate.Identity;

/// <summary>
/// A gate's last life, without lanes: the hub takes it out of service. What waits in the journal is delivered, however
/// long that takes; then everything is wiped, the hub is told with the key that is left in memory, and the gate is put
/// together anew as nobody. Should the hub change its mind before that, the gate goes into service again.
/// </summary>
internal sealed class LeavingGate(
    GateJournal journal, GateKeys keys, Func<Task> fallSilent, HubDesk desk, HubAccess access, GateWipe wipe,
    IdentityStanding standing, Supervisor supervisor, Recomposition recomposition, GateClock clock, TimeProvider time,
    ILogger<LeavingGate> logger)
    : BackgroundService
{
    internal const string Status = "leaves service: delivers what it has";
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan HubIsToldFor = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Again = TimeSpan.FromSeconds(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        supervisor.Ready(Status);
        standing.Standing = Standings.Leaving;
        Log.Leaving(logger, journal.Backlog);
        try
        {
            // At least once: a service that is stopped before it has begun counts as one that failed, and ends the host.
            do
                await Task.Delay(Look, time, stoppingToken);
            while (journal.Backlog > 0 && standing.Standing != Standings.Good);
            if (standing.Standing == Standings.Good)
                Log.StaysAfterAll(logger);
            else
                await WipeAsync(stoppingToken);
            recomposition.Ask();
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // Begun again at the next start.
        }
    }

    /// <summary>Whoever could still write goes first: the connection with a farewell, then journal and keys.</summary>
    private async Task WipeAsync(CancellationToken stopping)
    {
        var gate = access.Gate?.Gate ?? "";
        // Read now: from the disk it is gone in a moment.
        _ = access.Certificate;
        await fallSilent();
        await journal.DisposeAsync();
        keys.Dispose();
        wipe.EraseRecord();
        wipe.EraseKeys(privateHalves: false);
        wipe.EraseIdentity(gate, clock.GetUtcNow());
        Log.Wiped(logger, wipe.Word);
        await TellAsync(stopping);
    }

    private async Task TellAsync(CancellationToken stopping)
    {
        var began = time.GetTimestamp();
        while (true)
        {
            try
            {
                await desk.SayWipedAsync(stopping);
                return;
            }
            catch (Exception e) when (e is HttpRequestException or HubRefusedException
                || (e is OperationCanceledException && !stopping.IsCancellationRequested))
            {
                if (e is HubRefusedException || time.GetElapsedTime(began) > HubIsToldFor)
                {
                    Log.WipeNotTold(logger, e.Message);
                    return;
                }
            }
            await Task.Delay(Again, time, stopping);
        }
    }
}
