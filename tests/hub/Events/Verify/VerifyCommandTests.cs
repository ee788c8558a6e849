using System.Text;
using System.Text.Json;
using CheckIn.Hub.Events.Verify;
using CheckIn.Hub.Tests.Ingest;

namespace CheckIn.Hub.Tests.Events.Verify;

public sealed class VerifyCommandTests : IDisposable
{
    private const string Gate = "gate-a";
    private readonly string _folder = Directory.CreateTempSubdirectory("checkin-verify-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_hub_that_has_everything_is_whole_while_it_runs()
    {
        await using var hub = TestHub.Start();
        await hub.SendAsync(Gate, new TestJournal("epoch-1", 600).Batch(1, 400));
        await hub.SendAsync(Gate, new TestJournal("epoch-1", 600).Batch(301, 600));
        await hub.SendAsync("gate-b", new TestJournal("epoch-2", 3).Batch(1, 3));
        var (code, text) = Verify(hub);
        Assert.Equal(0, code);
        Assert.Contains("gate gate-a, epoch epoch-1: through 600, 600 stored, 100 came again; whole", text, StringComparison.Ordinal);
        Assert.Contains("whole: 603 events of 2 journals", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task A_gates_file_is_compared_row_by_row(int schema)
    {
        await using var hub = TestHub.Start();
        var journal = new TestJournal("epoch-1", 30);
        await hub.SendAsync(Gate, journal.Batch(1, 20));
        var file = GateFile.Write(_folder, schema, delivered: 20, journal);
        var (code, text) = Verify(hub, "--against", file);
        Assert.Equal(0, code);
        Assert.Contains("30 kept, 20 equal at the hub (gate gate-a), 0 kept aside there, 0 refused there, 10 waiting; equal",
            text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_gate_has_delivered_and_the_hub_has_not_is_missing()
    {
        await using var hub = TestHub.Start();
        var journal = new TestJournal("epoch-1", 30);
        await hub.SendAsync(Gate, journal.Batch(1, 20));
        var (code, text) = Verify(hub, "--against", GateFile.Write(_folder, 2, delivered: 30, journal));
        Assert.Equal(1, code);
        Assert.Contains("✗ event 21: it is delivered by the gate's account and not at the hub", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Both_cards_of_a_copied_one_are_at_the_hub_completely()
    {
        await using var hub = TestHub.Start();
        var (card, copy) = (new TestJournal("epoch-1", 12), new TestJournal("epoch-1", 15, salt: "copy"));
        await hub.SendAsync(Gate, card.Batch(1, 12));
        await hub.SendAsync(Gate, copy.Batch(1, 15));
        var both = new[] { card, copy }.Select(one => GateFile.Write(_folder, 2, one.Length, one)).ToArray();
        var (code, text) = Verify(hub, ["--against", .. both]);
        Assert.Equal(0, code);
        Assert.Contains("12 numbers came with other content too (a copied card): kept aside; 1 events continue these", text,
            StringComparison.Ordinal);
        Assert.Contains("15 kept, 3 equal at the hub (gate gate-a), 12 kept aside there", text, StringComparison.Ordinal);
        (code, text) = Verify(hub, "--against", both[0]);
        Assert.Equal(1, code);
        Assert.Contains("the hub has events beyond the last one in the files", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_lost_and_what_could_not_be_read_are_told_apart()
    {
        await using var hub = TestHub.Start();
        var journal = new TestJournal("epoch-1", 40);
        await hub.SendAsync(Gate, journal.Batch(1, 10));
        await hub.SendAsync(Gate, Encoding.UTF8.GetBytes(
            """{"epoch":"epoch-1","first":11,"last":11,"firstRetained":1,"events":[{}]}"""));
        await hub.SendAsync(Gate, journal.Batch(12, 20));
        Assert.Equal(0, Verify(hub).Code);
        await hub.SendAsync(Gate, journal.Batch(31, 40, firstRetained: 31));
        var (code, text) = Verify(hub);
        Assert.Equal(1, code);
        Assert.Contains("not there: 11, 21 to 30: 10 lost (their gate no longer had them), 1 refused (kept unread), 0 for no known reason",
            text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("UPDATE event SET fact = replace(CAST(fact AS TEXT), 'admitted', 'refused') WHERE seq = 5", "its content is not")]
    [InlineData("UPDATE event SET outcome = 'refused' WHERE seq = 5", "its columns do not say")]
    [InlineData("UPDATE event SET link = x'00' WHERE seq = 5", "its content is not")]
    [InlineData("DELETE FROM event WHERE seq = 5", "not there: 5")]
    public async Task A_stored_event_that_was_tampered_with_shows(string tampering, string found)
    {
        await using var hub = TestHub.Start();
        await hub.SendAsync(Gate, new TestJournal("epoch-1", 10).Batch(1, 10));
        await hub.Store.WriteAsync(db => db.Execute(tampering), default);
        var (code, text) = Verify(hub);
        Assert.Equal(1, code);
        Assert.Contains(found, text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Machines_get_one_line_of_json()
    {
        await using var hub = TestHub.Start();
        var journal = new TestJournal("epoch-1", 10);
        await hub.SendAsync(Gate, journal.Batch(1, 10));
        var (_, text) = Verify(hub, "--json", "--against", GateFile.Write(_folder, 1, 10, journal));
        using var report = JsonDocument.Parse(text);
        Assert.True(report.RootElement.GetProperty("whole").GetBoolean());
        Assert.Equal(10, report.RootElement.GetProperty("journals")[0].GetProperty("stored").GetInt64());
        Assert.Equal(10, report.RootElement.GetProperty("against")[0].GetProperty("equal").GetInt64());
    }

    [Theory]
    [InlineData("--Events:Path=/nowhere/hub.db")]
    [InlineData("--against")]
    [InlineData("what")]
    public void What_cannot_be_read_ends_with_2(string argument)
    {
        using var errors = new StringWriter();
        Assert.Equal(2, VerifyCommand.Run([argument], TextWriter.Null, errors));
        Assert.StartsWith("✗ ", errors.ToString(), StringComparison.Ordinal);
    }

    private static (int Code, string Text) Verify(TestHub hub, params string[] more)
    {
        using var output = new StringWriter();
        var code = VerifyCommand.Run(["--Events:Path", hub.Database, .. more], output, TextWriter.Null);
        return (code, output.ToString());
    }
}
