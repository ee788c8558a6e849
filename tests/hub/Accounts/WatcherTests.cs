using CheckIn.Contract;
using CheckIn.Hub.Alerts;

namespace CheckIn.Hub.Tests.Accounts;

/// <summary>Streams of what changes wake a watcher for what he sees, and for nothing else.</summary>
public sealed class WatcherTests
{
    [Theory]
    [InlineData("/live")]
    [InlineData("/api/v1/gates/stream")]
    [InlineData("/api/v1/alerts/stream")]
    public async Task A_watcher_is_woken_for_his_own_gates_alone(string address)
    {
        await using var world = await TwoNodes.StartAsync(21);
        using var his = world.Ask("viewer@" + TwoNodes.Own);
        using var whole = world.Ask("viewer@");
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        using var hisStream = new StreamReader(await his.GetStreamAsync(address, patience.Token));
        using var wholeStream = new StreamReader(await whole.GetStreamAsync(address, patience.Token));
        var (first, _) = (await NextAsync(hisStream, patience.Token), await NextAsync(wholeStream, patience.Token));
        var next = NextAsync(hisStream, patience.Token);

        await LoseAsync(world, TwoNodes.Neighbour);
        await NextAsync(wholeStream, patience.Token);
        // He who sees all has been told of it, and of a second thing after it: this one is told within the same turn.
        await world.Hub.Http.GetStringAsync("/api/v1/gates");
        Assert.False(next.IsCompleted, "He was woken for his neighbour.");

        await LoseAsync(world, TwoNodes.Own);
        Assert.DoesNotContain(TwoNodes.Canary, first + await next, StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>Until the alert is told.</summary>
    private static async Task LoseAsync(TwoNodes world, string node)
    {
        world.Hub.Fleet.OnState(TwoNodes.There(node), new StateMessage(GateState.Lost, 1, "boot-1", "1.0", 12, "epoch-1"));
        world.Hub.Fleet.TickAll();
        var desk = world.Hub.Get<AlertDesk>();
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while (true)
        {
            var changed = desk.Changed;
            if (desk.Standing().Any(one => one.Subject.Id == TwoNodes.There(node) || one.Subject.Id == TwoNodes.Site(node)
                || one.Subject.Id == node))
                return;
            await changed.WaitAsync(patience.Token);
        }
    }

    private static async Task<string> NextAsync(StreamReader stream, CancellationToken cancellation)
    {
        while (await stream.ReadLineAsync(cancellation) is { } line)
        {
            if (line.StartsWith("data: ", StringComparison.Ordinal))
                return line;
        }
        throw new InvalidOperationException("The stream has ended.");
    }
}
