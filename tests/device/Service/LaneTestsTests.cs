using CheckIn.Contract;
using CheckIn.Fixtures;
using CheckIn.Gate.Health;
using CheckIn.Gate.Service;

namespace CheckIn.Gate.Tests.Service;

public sealed class LaneTestsTests
{
    private readonly GateAlarms _alarms = new();
    private readonly GateParts _parts = new();

    [Fact]
    public void While_the_gate_opens_or_closes_there_is_no_lane_to_try() =>
        Assert.Equal(Refusals.NoSuchLane, new LaneTests(_parts, _alarms, new FakeTime()).Refusal("relay", "vao")?.Error);

    [Fact]
    public async Task A_visit_without_a_test_leaves_no_trace_and_one_with_a_failing_journal_moves_nothing()
    {
        var recorded = new List<EventDraft>();
        var visit = new ServiceVisit(
            "an", _ => throw new Gate.Journal.JournalException("the disk is full"), recorded.Add,
            lane => new Gate.Lanes.EventStamp(lane, null, new Gate.Clock.GateClock(new FakeTime())));
        Assert.Equal(Refusals.JournalFailed, (await visit.BeginAsync("relay", "vao")).Refusal?.Error);
        Assert.False(visit.Judge("relay", "vao", true));
        visit.Leave();
        Assert.Empty(recorded);
    }
}
