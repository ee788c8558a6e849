using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using CheckIn.Contract;
using CheckIn.Fixtures;

namespace CheckIn.Shared.Tests.Contract;

/// <summary>Versions of gate and hub may differ: what one of them wrote once, every later one reads.</summary>
public sealed class GoldenMessageTests
{
    private const string Epoch = "5f1c0a9e3b7d4c2286a1e0d4";
    private const string Boot = "3c1f6f1e-8a55-4c8e-9d53-0a4c1f1f7b11";
    private const string Head = "e100be3d4d0c90b9fb54543e9f8b728a6f4197da867bb47c7f22851399ecf94e";
    private static readonly ContractJson Json = ContractJson.Default;

    [Fact]
    public void Todays_messages_are_written_as_they_always_were()
    {
        var birth = new StateMessage(GateState.Ready, 7, Boot, "0.1.0", 12, Epoch, ["0b6d", "1e77"]);
        AssertWritten("v1/state", birth, Json.StateMessage);
        AssertWritten("v1/state-first", birth with { Earlier = null }, Json.StateMessage);
        AssertWritten("v1/state-init", birth with { State = GateState.Init, Earlier = null }, Json.StateMessage);
        AssertWritten("v1/state-will", birth with { State = GateState.Lost, Earlier = null }, Json.StateMessage);
        AssertWritten("v1/ack-first", new AckMessage(Epoch, 5, Head), Json.AckMessage);
        AssertWritten("v1/ack", new AckMessage(Epoch, 5, Head, [new RefusedEvents(2, 3, "conflict")], 1, 5), Json.AckMessage);
        AssertWritten("v1/hub-state-first", new HubStateMessage(true, 1_795_222_800_000), Json.HubStateMessage);
        AssertWritten("v1/hub-state",
            new HubStateMessage(true, 1_795_222_800_000, new ClockQuality(2, 60)), Json.HubStateMessage);
        AssertWritten("v1/desired", new DesiredMessage(1_795_285_339), Json.DesiredMessage);
        AssertWritten("v1/desired-lists", new DesiredMessage(1_795_285_339, Lists: [
            new(ListNames.Passes, 3, "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08", 412)]),
            Json.DesiredMessage);
        AssertWritten("v1/desired-place", new DesiredMessage(
            1_795_285_339, Place: new PlaceWanted("truong-le-loi", ["xa-mau", "tinh-mau"])), Json.DesiredMessage);
        AssertWritten("v1/inside", new InsideMessage(412, Epoch, 18_204), Json.InsideMessage);
        const string Id = "019aa9d2-4c00-7a31-8f00-5b1e5d1c2a77";
        AssertWritten("v1/command-admit", new CommandMessage(
            Id, CommandWords.Admit, 1_795_222_800_000, "vao", Number: "001099000001", Operator: "person:an"),
            Json.CommandMessage);
        AssertWritten("v1/reply-admit", new ReplyMessage(
            Id, ReplyStates.Done, Entry: new EntryResult("admitted", Reasons.Assisted, 42)), Json.ReplyMessage);
        var alert = new AlertMessage(
            11, AlertChangeWords.Raised, 1_795_222_800_000, 7, "offline", "hub", "", "critical", 1, 1_795_222_700_000,
            1_795_222_800_000);
        AssertWritten("v1/alert-first", alert, Json.AlertMessage);
        AssertWritten("v1/alert", alert with
        {
            Number = 12,
            Change = AlertChangeWords.Cleared,
            At = 1_795_222_900_000,
            SubjectKind = "gate",
            Subject = "cong-a2",
            Severity = "warning",
            Level = 2,
            ClearedAt = 1_795_222_900_000,
            AcknowledgedAt = 1_795_222_850_000,
            SnoozedUntil = 1_795_226_400_000,
            Detail = new Dictionary<string, string> { ["backlog"] = "37", ["cause"] = "link" },
        }, Json.AlertMessage);
        var health = new HealthMessage(7, 3600, 12, 100, 90, 10, 36_000, 140, 1_048_576);
        AssertWritten("v1/health-first", health, Json.HealthMessage);
        AssertWritten("v1/health", health with
        {
            Clock = new ClockReading(Boot, 5_000_000_000, 1_795_222_800_000, new ClockQuality(2, 60, ClockSources.Hub)),
            JournalPercent = 12,
            DroppedEarly = 0,
            WrittenBytesDay = 4096,
            UnknownCounted = 3,
            JournalFailures = 0,
            Alarms = ["journal_filling"],
        }, Json.HealthMessage);
        AssertWritten("v1/health-hardware", health with
        {
            Unreadable = 4,
            EventsUnrecorded = 0,
            Version = "0.1.0",
            Board = new BoardHealth(54.5, false, true, 1500),
            Disk = new DiskHealth(8_000_000_000, 31_000_000_000),
            Memory = new MemoryHealth(62_000_000, 31_000_000),
            Link = new LinkHealth(840, null, 2, 14.5),
            Guard = "ready",
            Lanes =
            [
                new LaneHealth("vao", true, 90, 12, "/dev/video0", null, "640x480 GREY 15/s", 15, 71),
                new LaneHealth("ra", false, 50, null, "/dev/ttyACM0", "It is unplugged."),
            ],
        }, Json.HealthMessage);
        AssertWritten("v1/health-period", health with { EveryS = 60 }, Json.HealthMessage);
    }

    [Theory]
    [InlineData("v1/events-first")]
    [InlineData("v1/events")]
    public void A_batch_is_read_and_every_link_of_its_chain_is_the_one_before(string name)
    {
        var batch = EventBatch.Read(GoldenMessages.Read(name));
        Assert.Equal((Epoch, 1L, 1L, 5), (batch.Epoch, batch.First, batch.FirstRetained, batch.Events.Count));
        var link = ChainLink.Genesis(Epoch);
        foreach (var received in batch.Events)
        {
            Assert.Equal(link, received.Prev);
            link = received.Link;
        }
        Assert.Equal(Head, ChainLink.ToText(link));
        Assert.Equal(
            [EventKinds.Decision, EventKinds.Passage, EventKinds.Decision, EventKinds.Alarm, EventKinds.Operation],
            batch.Events.Select(received => received.Kind));
        Assert.Equal(("in", "admitted", new ClockQuality(2, 60)),
            (batch.Events[0].Direction, batch.Events[0].Outcome, batch.Events[0].Clock!.Value));
        Assert.Equal(("ra", "out", null), (batch.Events[2].Lane, batch.Events[2].Direction, batch.Events[2].Clock));
        Assert.False(batch.Events[0].Sealed.IsEmpty);
    }

    [Theory]
    [InlineData("v1/events-first", false)]
    [InlineData("v1/events", true)]
    public void A_batch_is_written_as_it_always_was(string name, bool withLast)
    {
        var golden = GoldenMessages.Read(name);
        var batch = EventBatch.Read(golden);
        var output = new ArrayBufferWriter<byte>();
        EventBatch.WriteStart(output, batch.Epoch, batch.First, batch.FirstRetained, withLast ? 5 : null);
        foreach (var received in batch.Events)
        {
            if (received.Seq > 1)
                output.Write(","u8);
            EventFact.WriteWire(output, received.Fact.Span, received.Sealed.Span);
        }
        EventBatch.WriteEnd(output);
        Assert.Equal(Encoding.UTF8.GetString(golden), Encoding.UTF8.GetString(output.WrittenSpan));
    }

    [Fact]
    public void A_newer_programs_messages_are_read_as_far_as_they_are_known()
    {
        var state = Read("v1/future/state", Json.StateMessage);
        Assert.Equal((GateState.Degraded, 8L, Epoch), (state.State, state.Session, state.Epoch));
        var ack = Read("v1/future/ack", Json.AckMessage);
        Assert.Equal((3L, 1L, 3L), (ack.Through, ack.First, ack.Last));
        Assert.Equal([new RefusedEvents(2, 2, "blurred")], ack.Refused);
        Assert.Equal(8, Read("v1/future/health", Json.HealthMessage).Session);
        Assert.True(Read("v1/future/hub-state", Json.HubStateMessage).Online);
        Assert.Equal(("merged", "fatal"), Read("v1/future/alert", Json.AlertMessage) is var alert
            ? (alert.Change, alert.Severity) : default);
    }

    [Fact]
    public void A_newer_gates_events_keep_every_byte_of_what_is_not_known()
    {
        var golden = Encoding.UTF8.GetString(GoldenMessages.Read("v1/future/events"));
        var batch = EventBatch.Read(GoldenMessages.Read("v1/future/events"));
        Assert.Equal(["weather", "decision", "passage"], batch.Events.Select(received => received.Kind));
        Assert.Equal(("up", "admitted", null),
            (batch.Events[0].Direction, batch.Events[1].Outcome, batch.Events[2].Clock));
        foreach (var received in batch.Events)
        {
            var wire = new ArrayBufferWriter<byte>();
            EventFact.WriteWire(wire, received.Fact.Span, received.Sealed.Span);
            Assert.Contains(Encoding.UTF8.GetString(wire.WrittenSpan), golden, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_batch_of_a_newer_contract_is_known_for_one()
    {
        var error = Assert.Throws<MalformedBatchException>(
            () => EventBatch.Read(GoldenMessages.Read("v1/future/events-contract-2")));
        Assert.Equal((RefusalReasons.Unsupported, Epoch, 1L, 2L), (error.Reason, error.Epoch, error.First, error.Last));
    }

    private static T Read<T>(string name, JsonTypeInfo<T> type) =>
        JsonSerializer.Deserialize(GoldenMessages.Read(name), type)!;

    private static void AssertWritten<T>(string name, T message, JsonTypeInfo<T> type)
    {
        var golden = Encoding.UTF8.GetString(GoldenMessages.Read(name));
        Assert.Equal(golden, JsonSerializer.Serialize(message, type));
        // And read back into the same: records with lists are compared as they are written.
        Assert.Equal(golden, JsonSerializer.Serialize(Read(name, type), type));
    }
}
