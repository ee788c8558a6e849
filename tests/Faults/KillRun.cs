using System.Globalization;
using CheckIn.Faults.Plan;
using CheckIn.Faults.Premises;

namespace CheckIn.Faults;

/// <summary>
/// Nothing but SIGKILLs, each aimed: at a gate within milliseconds after it was shown a code, at the hub within
/// milliseconds after a batch of events arrived. In between each has the time for a few events, no more.
/// </summary>
internal sealed class KillRun(FaultsOptions options, int gateKills, int hubKills)
{
    private readonly Tally _tally = new();

    internal async Task<bool> RunAsync(CancellationToken cancellation)
    {
        var wall = FaultRun.WallOffset();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"seed {options.Seed}: {gateKills} kills of {options.Gates} gates in mid-event, {hubKills} of the hub in "
            + $"mid-commit"));
        using var site = new Site(options, _ => false);
        await site.StartAsync(cancellation);
        using (var people = CancellationTokenSource.CreateLinkedTokenSource(cancellation))
        {
            var coming = site.Controllers.Select(controller => controller.Presenter.RunAsync(people.Token)).ToList();
            var work = site.Controllers.Select((controller, i) => KillGateAsync(site, controller, i, cancellation));
            await Task.WhenAll(work.Append(KillHubAsync(site, cancellation)));
            await people.CancelAsync();
            await Task.WhenAll(coming);
        }
        var settling = new Settling(site, options.Patience);
        var verdict = await settling.RunAsync(wall, cancellation);
        new Report(_tally, verdict, site, null).Print(settling);
        return verdict.IsGood;
    }

    private async Task KillGateAsync(Site site, Controller controller, int number, CancellationToken cancellation)
    {
        var random = new Random((options.Seed * 100) + number);
        var trouble = new GateTrouble(site, controller, _tally);
        while (Claim(FaultKind.GateKillInMidEvent, gateKills, cancellation))
        {
            await Task.Delay(random.Next(100, 700), cancellation);
            await trouble.SufferAsync(Now(FaultKind.GateKillInMidEvent, number, random), cancellation);
        }
    }

    private async Task KillHubAsync(Site site, CancellationToken cancellation)
    {
        var random = new Random(options.Seed);
        var trouble = new HubTrouble(site, _tally);
        while (Claim(FaultKind.HubKillInMidCommit, hubKills, cancellation))
        {
            await Task.Delay(random.Next(50, 400), cancellation);
            await trouble.SufferAsync(Now(FaultKind.HubKillInMidCommit, -1, random), cancellation);
        }
    }

    private static Fault Now(FaultKind kind, int gate, Random random) =>
        new(TimeSpan.Zero, kind, gate, TimeSpan.Zero, random.NextDouble());

    private bool Claim(FaultKind kind, int wanted, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        return _tally.Of(kind) < wanted;
    }
}
