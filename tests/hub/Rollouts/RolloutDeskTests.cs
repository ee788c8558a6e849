using CheckIn.Contract;
using CheckIn.Hub.Accounts;
using CheckIn.Hub.Alerts;
using CheckIn.Hub.Audit;
using CheckIn.Hub.Enrolment;
using CheckIn.Hub.Fleet;
using CheckIn.Hub.Rollouts;
using CheckIn.Hub.Sites;
using CheckIn.Hub.Tests.Enrolment;
using CheckIn.Storage;
using Microsoft.Extensions.Logging.Abstractions;

namespace CheckIn.Hub.Tests.Rollouts;

/// <summary>Rollouts with the real store, and hubs that end at any moment.</summary>
public sealed class RolloutDeskTests
{
    [Fact]
    public async Task A_hub_that_ends_at_any_moment_goes_on_where_it_was()
    {
        await using var parts = new TestDesk();
        var subject = new Remembered();
        for (var i = 0; i < 6; i++)
            await EnrolAsync(parts, $"g-{i}", $"s-{i}");
        var plan = new RolloutPlan(RolloutStage.Parse("1,3,100%")!, TimeSpan.FromMinutes(10), TimeSpan.FromHours(1), 50);
        long id;
        using (var desk = Desk(parts, subject))
            id = await desk.StartAsync(new RolloutOrder("thing", 1, "one", new RolloutScope(), plan), Actor.Local, Whole(parts));
        for (var i = 0; i < 200 && parts.Store.Read(db => RolloutRows.Find(db, id))!.State != RolloutState.Done; i++)
        {
            using var desk = Desk(parts, subject); // A new one each time: nothing is in memory alone.
            await desk.BeatAsync();
            parts.Time.Pass(TimeSpan.FromMinutes(1));
            await desk.BeatAsync();
            foreach (var gate in subject.Has.Except(subject.Confirmed).ToList())
            {
                subject.Confirmed.Add(gate);
                await desk.HearAsync("thing", 1, gate, GateNews.Confirmed, null, static _ => { });
            }
        }
        var head = parts.Store.Read(db => RolloutRows.Find(db, id))!;
        Assert.Equal((RolloutState.Done, 2), (head.State, head.Stage));
        Assert.Equal(6, subject.Asked.Count);
        Assert.Equal(6, subject.Asked.Distinct().Count());
        Assert.True(head.Age >= TimeSpan.FromMinutes(20), $"stages did not stand: {head.Age}");
    }

    [Fact]
    public async Task What_could_not_be_kept_has_not_happened()
    {
        await using var parts = new TestDesk();
        var subject = new Remembered();
        await EnrolAsync(parts, "g-1", "s-1");
        using var desk = Desk(parts, subject);
        subject.Fails = true;
        var order = new RolloutOrder("thing", 1, "one", new RolloutScope(), RolloutPlan.Usual);
        await Assert.ThrowsAsync<DatabaseException>(() => desk.StartAsync(order, Actor.Local, Whole(parts)));
        Assert.Empty(subject.Told);
        Assert.Equal(GateStep.Pending, Assert.Single(parts.Store.Read(db => RolloutRows.Gates(db, 1))).Step);
        subject.Fails = false;
        await desk.BeatAsync();
        Assert.Equal(["g-1"], subject.Told);
    }

    private static RolloutDesk Desk(TestDesk parts, Remembered subject)
    {
        var sites = new SiteRegister(parts.Store, parts.Time);
        return new RolloutDesk(
            parts.Store, [subject], new RolloutGates(sites, parts.Time), parts.Get<FleetRegistry>(), new HubSignals(), parts.Time,
            NullLogger<RolloutDesk>.Instance);
    }

    private static Sight Whole(TestDesk parts)
    {
        var sites = new SiteRegister(parts.Store, parts.Time);
        return new SightBook(sites, new Hub.Fleet.Offline.GatePlaces(parts.Store, parts.Time), parts.Time)
            .Of(Caller.Local(null), Capability.ManageUpdates);
    }

    private static async Task EnrolAsync(TestDesk parts, string gate, string site)
    {
        await parts.Store.WriteAsync(db => EnrolledGates.Enrol(db, gate, new ClaimOrder(site, "in"), 1), default);
        parts.Get<FleetRegistry>().OnState(gate, new StateMessage(GateState.Ready, 1, "boot-1", "1.0", 0, "epoch-1"));
    }

    private sealed class Remembered : IRolledOut
    {
        internal List<string> Asked { get; } = [];
        internal HashSet<string> Has { get; } = [];
        internal HashSet<string> Confirmed { get; } = [];
        internal HashSet<string> Told { get; } = [];
        internal bool Fails { get; set; }

        public string Kind => "thing";

        public string Command => "things";

        public bool TakesUnenrolled => false;

        public bool LeavesAbsent => false;

        public bool IsOffered(Database db, long target) => true;

        public void Ask(Database db, string gate, RolloutHead rollout)
        {
            if (Fails)
                throw new DatabaseException("the disk is full");
            Asked.Add(gate);
            Has.Add(gate);
        }

        public void Withdraw(Database db, string gate, RolloutHead rollout) => Has.Remove(gate);

        public IReadOnlySet<string> Having(Database db, long target) => new HashSet<string>();

        public void Finish(Database db, RolloutHead rollout)
        {
        }

        public void Changed(IReadOnlyCollection<string> gates) => Told.UnionWith(gates);

        public void Finished(RolloutHead rollout)
        {
        }
    }
}
