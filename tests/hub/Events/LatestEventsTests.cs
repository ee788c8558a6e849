using CheckIn.Contract;
using CheckIn.Fixtures;
using CheckIn.Hub.Events;
using CheckIn.Hub.Tests.Ingest;
using CheckIn.Hub.Web;

namespace CheckIn.Hub.Tests.Events;

public sealed class LatestEventsTests
{
    private const string Gate = "gate-a";

    [Fact]
    public async Task Say_what_happened_newest_first_and_nothing_of_whom()
    {
        await using var hub = TestHub.Start();
        await hub.SendAsync(Gate, GoldenMessages.Read("v1/events"));
        var events = hub.Store.Read(static db => LatestEvents.Of(db, Gate, 20));
        Assert.Equal(
            ["operation", "alarm", "decision", "passage", "decision"], events.Select(static one => one.Kind));
        Assert.Equal(("vao", "in", "admitted", "known_credential", "cccd"),
            (events[4].Lane, events[4].Direction, events[4].Outcome, events[4].Reason, events[4].Credential));
        Assert.Equal(("turned", "epoch_opened", "open"), (events[3].Result, events[1].Name, events[0].Name));
        // Who did it, and what it came to, is the journal's.
        Assert.Null(events[0].Result);
        var text = string.Join('\n', events);
        Assert.DoesNotContain("abab", text, StringComparison.Ordinal);
        Assert.DoesNotContain("ky-thuat", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Say_of_somebody_without_a_code_who_answered_for_him()
    {
        var one = new LatestEvent(
            1, DateTimeOffset.UnixEpoch, EventKinds.Decision, "vao", "in", "refused", Reasons.Full, Operator: "person:an");
        Assert.Equal("refused: full, assisted by an", HistoryWords.English.WhatOf(one, Words.English));
        Assert.Equal("cho qua, an hỗ trợ", HistoryWords.Vietnamese.WhatOf(
            one with { Outcome = "admitted", Reason = Reasons.Assisted }, Words.Vietnamese));
    }

    [Fact]
    public async Task Are_those_of_one_gate_and_no_more_than_asked_for()
    {
        await using var hub = TestHub.Start();
        await hub.SendAsync(Gate, new TestJournal("epoch-1", 40).Batch(1, 40));
        await hub.SendAsync("gate-b", new TestJournal("epoch-1", 5).Batch(1, 5));
        Assert.Equal(20, hub.Store.Read(static db => LatestEvents.Of(db, Gate, 20)).Count);
        Assert.Equal(5, hub.Store.Read(static db => LatestEvents.Of(db, "gate-b", 20)).Count);
        Assert.Empty(hub.Store.Read(static db => LatestEvents.Of(db, "gate-c", 20)));
    }
}
