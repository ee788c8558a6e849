using CheckIn.Hub.Tests.Ingest;
using CheckIn.Hub.Visits;

namespace CheckIn.Hub.Tests.Visits;

/// <summary>A hub with a site of two gates, whose visits are made when a test says so.</summary>
internal sealed class VisitWorld(TestHub hub) : IAsyncDisposable
{
    internal TestHub Hub { get; } = hub;
    internal VisitBook Book { get; } = new(hub.Store, hub.Time);

    internal static async Task<VisitWorld> StartAsync()
    {
        var hub = TestHub.Start();
        await hub.Store.WriteAsync(static db => db.Execute(
            "INSERT INTO gate(name, site) VALUES('cong-1', 'cho-a'), ('cong-2', 'cho-a')"), default);
        return new VisitWorld(hub);
    }

    internal async Task DeliverAsync(params CrossingJournal[] gates)
    {
        foreach (var gate in gates)
            await DeliverPartsAsync(gate, (1, gate.Length));
    }

    internal async Task DeliverPartsAsync(CrossingJournal gate, params (int First, int Last)[] batches)
    {
        foreach (var (first, last) in batches)
            await Hub.SendAsync(gate.Id, gate.Batch(first, last));
        await FollowAsync();
    }

    internal async Task FollowAsync()
    {
        var isMore = true;
        while (isMore)
        {
            await Hub.Store.WriteAsync(db =>
            {
                using var writer = new VisitWriter(db);
                isMore = writer.Step();
            }, default);
        }
    }

    public ValueTask DisposeAsync() => Hub.DisposeAsync();
}
