using System.Globalization;
using CheckIn.Faults.Plan;
using CheckIn.Faults.Premises;
using CheckIn.Faults.Record;

namespace CheckIn.Faults;

/// <summary>
/// One run: everything is started, people come, every fault of the plan is carried out at its time (each target's in
/// its order, all targets side by side), then the faults end, nobody comes any more, everything gets the time to
/// arrive, all is killed once more, and the files are compared.
/// </summary>
internal sealed class FaultRun(FaultsOptions options)
{
    private readonly Tally _tally = new();
    private readonly FaultPlan _plan = FaultPlan.Draw(options);
    private long _began;

    internal async Task<bool> RunAsync(CancellationToken cancellation)
    {
        var wall = WallOffset();
        Say($"seed {options.Seed}, {options.Length.TotalMinutes:0.##} min, {options.Gates} gates, broker "
            + $"{(options.IsExternalBroker ? "mosquitto" : "embedded")}: {_plan}");
        using var site = new Site(options, FaultPlan.IsJumping);
        var memory = new MemoryWatch(site);
        await site.StartAsync(cancellation);
        await SufferAsync(site, memory, cancellation);
        var settling = new Settling(site, options.Patience);
        var verdict = await settling.RunAsync(wall, cancellation);
        if (memory.Finding is { } growth)
            verdict.Find("memory", growth);
        new Report(_tally, verdict, site, memory).Print(settling);
        return verdict.IsGood;
    }

    /// <summary>Wall time minus monotonic time, on this machine now.</summary>
    internal static TimeSpan WallOffset() =>
        TimeProvider.System.GetUtcNow() - DateTimeOffset.UnixEpoch
        - TimeSpan.FromMicroseconds(TimeProvider.System.GetTimestamp() / 1000.0);

    private async Task SufferAsync(Site site, MemoryWatch memory, CancellationToken cancellation)
    {
        using var people = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        site.People = people.Token;
        var coming = site.Controllers.Select(controller => controller.Presenter.RunAsync(people.Token))
            .Append(memory.RunAsync(people.Token)).ToList();
        _began = TimeProvider.System.GetTimestamp();
        var work = Work(site).Select(each => InTurnAsync(Of(each.Faults), each.CarryOut, cancellation)).ToList();
        await Task.WhenAll(work.Append(UntilEndAsync(cancellation)));
        await people.CancelAsync();
        await Task.WhenAll(coming);
    }

    /// <summary>Every target, which faults are its, and who carries them out.</summary>
    private IEnumerable<(Predicate<Fault> Faults, Func<Fault, CancellationToken, Task> CarryOut)> Work(Site site)
    {
        yield return (fault => fault.IsOfHub, new HubTrouble(site, _tally).SufferAsync);
        if (site.Broker is { } broker)
        {
            yield return (
                fault => fault.Kind == FaultKind.BrokerKill, (fault, token) => KillAsync(broker, fault, token));
        }
        if (site.HubLink is { } hubLink)
            yield return (fault => fault.IsOfLink && fault.Gate < 0, (fault, token) => CutAsync(hubLink, fault, token));
        foreach (var (controller, i) in site.Controllers.Select((controller, i) => (controller, i)))
        {
            var (link, gate) = (controller.Link, new GateTrouble(site, controller, _tally));
            yield return (fault => fault.Gate == i && !fault.IsOfLink, gate.SufferAsync);
            yield return (fault => fault.Gate == i && fault.IsOfLink, (fault, token) => CutAsync(link, fault, token));
        }
    }

    private List<Fault> Of(Predicate<Fault> belongs) => [.. _plan.Faults.Where(fault => belongs(fault))];

    private async Task InTurnAsync(
        List<Fault> faults, Func<Fault, CancellationToken, Task> carryOut, CancellationToken cancellation)
    {
        foreach (var fault in faults)
        {
            var wait = fault.At - TimeProvider.System.GetElapsedTime(_began);
            if (wait > TimeSpan.Zero)
                await Task.Delay(wait, cancellation);
            // A target that is so late that the run is over meets no more; the others would only settle meanwhile.
            if (TimeProvider.System.GetElapsedTime(_began) > options.Length)
                return;
            if (options.IsVerbose)
                Say(fault.ToString());
            await carryOut(fault, cancellation);
        }
    }

    private async Task UntilEndAsync(CancellationToken cancellation)
    {
        var wait = options.Length - TimeProvider.System.GetElapsedTime(_began);
        await Task.Delay(wait > TimeSpan.Zero ? wait : TimeSpan.Zero, cancellation);
    }

    private async Task CutAsync(Link link, Fault fault, CancellationToken cancellation) =>
        _tally.Count(fault.Kind, await link.SufferAsync(fault, cancellation));

    private async Task KillAsync(BrokerService broker, Fault fault, CancellationToken cancellation)
    {
        _tally.Count(fault.Kind, broker.Kill());
        await Task.Delay(fault.Lasts, cancellation);
        await broker.StartAsync(cancellation);
    }

    private static void Say(string line) => Console.WriteLine(line.ToString(CultureInfo.InvariantCulture));
}
