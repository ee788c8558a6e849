using CheckIn.Contract;
using CheckIn.Hub.Sites;
using CheckIn.Hub.Tests.Ingest;
using CheckIn.Hub.Visits;
using CheckIn.Sealing;

namespace CheckIn.Hub.Tests.Visits;

/// <summary>Visits as they come of what gates deliver, whatever the order.</summary>
public sealed class VisitWriterTests
{
    private static readonly DateTimeOffset Morning = SteppedTime.Start;
    private static readonly string An = new('a', 32), Binh = new('b', 32), Chi = new('c', 32);
    private static readonly Site Place = new(1, "cho-a", "Chợ A", "market", SiteForm.Permanent, null);

    [Fact]
    public async Task People_are_inside_from_their_entry_to_their_exit_by_whichever_gate()
    {
        await using var world = await VisitWorld.StartAsync();
        var (front, back) = (new CrossingJournal("cong-1"), new CrossingJournal("cong-2"));
        front.Decide(0, Direction.In, An, "staff").Decide(1, Direction.In, Binh, "visitor");
        back.Decide(30, Direction.Out, Binh, null);
        await world.DeliverAsync(front, back);
        var day = world.Book.Presence(Place, world.Book.Today(Place));
        Assert.Equal((1, 2, 1, 1), (day.Inside, day.Entries, day.Exits, day.Of(VisitStates.Complete)));
        Assert.Equal(TimeSpan.FromMinutes(29), day.MedianDwell);
        Assert.Equal([KeyValuePair.Create("staff", 1)], day.ByCategory);
        var inside = Assert.Single(world.Book.Muster(Place, 10));
        Assert.Equal((An, "staff", "cong-1", VisitStates.Inside), (inside.Tag, inside.Category, inside.EntryGate, inside.State));
        var gone = Assert.Single(world.Book.Visits(Place, day.Day, VisitStates.Complete, null, 10));
        Assert.Equal((Binh, "visitor", "cong-2"), (gone.Tag, gone.Category, gone.ExitGate));
    }

    [Fact]
    public async Task What_an_offline_gate_delivers_later_puts_the_day_right()
    {
        await using var world = await VisitWorld.StartAsync();
        var (front, back) = (new CrossingJournal("cong-1"), new CrossingJournal("cong-2"));
        front.Decide(0, Direction.In, An, null).Decide(60, Direction.In, An, null);
        await world.DeliverAsync(front);
        Assert.Equal(1, world.Book.Presence(Place, world.Book.Today(Place)).Of(VisitStates.LeftOpen));
        back.Decide(30, Direction.Out, An, null);
        await world.DeliverAsync(back);
        var day = world.Book.Presence(Place, world.Book.Today(Place));
        Assert.Equal((1, 0), (day.Inside, day.Of(VisitStates.LeftOpen)));
        Assert.Equal(1, day.Of(VisitStates.Complete));
    }

    [Fact]
    public async Task Who_was_admitted_and_did_not_pass_has_not_come_whenever_that_is_told()
    {
        await using var world = await VisitWorld.StartAsync();
        var gate = new CrossingJournal("cong-1");
        gate.Decide(0, Direction.In, An, null).Pass(1, PassageWords.TimedOut)
            .Decide(5, Direction.In, Binh, null).Pass(3, PassageWords.Turned);
        // The sensor's word before the decision it belongs to.
        await world.DeliverPartsAsync(gate, (2, 2), (4, 4), (1, 1), (3, 3));
        Assert.Equal([Binh], world.Book.Muster(Place, 10).Select(static row => row.Tag));
    }

    [Fact]
    public async Task A_day_that_is_over_keeps_nobody_inside()
    {
        await using var world = await VisitWorld.StartAsync();
        await world.DeliverAsync(new CrossingJournal("cong-1").Decide(0, Direction.In, An, null));
        var day = world.Book.Today(Place);
        world.Hub.Time.Jump(TimeSpan.FromMinutes((19 * 60) - 1)); // 02:59 at the site
        Assert.Equal(1, world.Book.Presence(Place, day).Inside);
        world.Hub.Time.Jump(TimeSpan.FromMinutes(1));
        var over = world.Book.Presence(Place, day);
        Assert.Equal((0, 1, 0), (over.Inside, over.Of(VisitStates.Closed), over.Of(VisitStates.LeftOpen)));
        Assert.Single(world.Book.Visits(Place, day, VisitStates.Closed, null, 10));
        Assert.Empty(world.Book.Muster(Place, 10));
        Assert.Equal(day.AddDays(1), world.Book.Today(Place));
    }

    [Fact]
    public async Task Who_stays_past_three_is_closed_with_his_day_and_had_come_before_the_one_in_which_he_leaves()
    {
        await using var world = await VisitWorld.StartAsync();
        var day = world.Book.Today(Place);
        await world.DeliverAsync(new CrossingJournal("cong-1") { Day = SealedFields.DayText(day) }
            .Decide(0, Direction.In, An, "staff").Decide(5, Direction.In, Binh, "staff"));
        world.Hub.Time.Jump(TimeSpan.FromHours(20));
        var night = world.Book.Presence(Place, day.AddDays(1));
        Assert.Equal((0, 2), (night.Inside, night.StayedOver));
        // At six An leaves, by a tag of the new day; then he shows his code once more.
        await world.DeliverAsync(new CrossingJournal("cong-2") { Day = SealedFields.DayText(day.AddDays(1)) }
            .Decide(22 * 60, Direction.Out, Chi, "staff").Decide((22 * 60) + 5, Direction.Out, Chi, "staff"));
        night = world.Book.Presence(Place, day.AddDays(1));
        Assert.Equal((0, 1, 0), (night.Inside, night.StayedOver, night.Entries));
        Assert.Equal((1, 1), (night.Of(VisitStates.EnteredBefore), night.Of(VisitStates.ExitOnly)));
        Assert.Equal([VisitStates.EnteredBefore, VisitStates.ExitOnly],
            world.Book.Visits(Place, day.AddDays(1), null, null, 10).Select(static row => row.State));
        Assert.Single(world.Book.Visits(Place, day.AddDays(1), VisitStates.EnteredBefore, null, 10));
        world.Hub.Time.Jump(TimeSpan.FromHours(8)); // past noon
        Assert.Equal(0, world.Book.Presence(Place, day.AddDays(1)).StayedOver);
    }

    [Fact]
    public async Task Refused_people_gates_without_a_site_and_what_cannot_be_read_make_no_visit()
    {
        await using var world = await VisitWorld.StartAsync();
        await world.DeliverAsync(new CrossingJournal("cong-1").Decide(0, Direction.In, An, null, "refused").Say("""{"outcome":"admitted"}"""));
        await world.DeliverAsync(new CrossingJournal("cong-khac").Decide(0, Direction.In, An, null));
        Assert.Equal(0, world.Hub.Count("SELECT count(*) FROM visit"));
        Assert.Equal(0, world.Book.Presence(Place, world.Book.Today(Place)).Entries);
    }

    [Fact]
    public async Task A_time_that_is_corrected_later_moves_its_visit()
    {
        await using var world = await VisitWorld.StartAsync();
        var gate = new CrossingJournal("cong-1") { Clock = null };
        gate.Decide(0, Direction.In, An, null).Decide(30, Direction.Out, An, null);
        await world.DeliverAsync(gate);
        gate.Clock = new ClockQuality(5, 3);
        gate.Shift = TimeSpan.FromDays(1);
        await world.DeliverPartsAsync(gate.Decide(31, Direction.In, Binh, null), (3, 3));
        while (await world.Hub.Store.CorrectAsync(default))
        {
        }
        await world.FollowAsync();
        var visit = Assert.Single(world.Book.Visits(Place, world.Book.Today(Place), VisitStates.Complete, null, 10));
        Assert.Equal((Morning.AddDays(1), TimeSpan.FromMinutes(30)), (visit.EnteredAt, visit.Dwell));
    }
}
