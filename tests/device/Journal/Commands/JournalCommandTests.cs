using System.Text.Json;
using CheckIn.Fixtures;
using CheckIn.Gate.Journal;
using CheckIn.Gate.Journal.Commands;
using CheckIn.Storage;

namespace CheckIn.Gate.Tests.Journal.Commands;

public sealed class JournalCommandTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("checkin-command-");
    private readonly StringWriter _errors = new();

    private string File_ => Path.Combine(_folder.FullName, "journal.db");

    public void Dispose()
    {
        _folder.Delete(recursive: true);
        _errors.Dispose();
    }

    [Fact]
    public async Task A_journal_is_looked_at_while_its_gate_writes_it()
    {
        using var test = new TestJournal();
        await using var journal = test.Open();
        await TestJournal.AppendAsync(journal, 1_199);
        await journal.SetDeliveredAsync(journal.Epoch, 1_000);
        await TestJournal.AppendAsync(journal, 1); // which takes the mark along
        var (code, verified) = Run("verify", "--json", "--Journal:Path", test.Path);
        Assert.Equal(0, code);
        var epoch = verified.GetProperty("epochs")[0];
        Assert.Equal(
            (journal.Epoch, true, 1_200L, 1_000L, 200L),
            (epoch.GetProperty("epoch").GetString(), verified.GetProperty("whole").GetBoolean(), Number(epoch, "events"),
            Number(epoch, "delivered"), Number(epoch, "waiting")));
        var (_, stats) = Run("stats", "--json", $"--Journal:Path={test.Path}");
        Assert.Equal((1_200L, 200L), (Number(stats, "events"), Number(stats, "waiting")));
        Assert.Equal(1_201, await journal.AppendAsync(TestJournal.Draft()));
    }

    [Fact]
    public void A_file_of_version_1_is_read()
    {
        WrittenJournal.Schema1(File_, "epoch-a", 40, delivered: 30);
        var (code, stats) = Run("stats", "--json", "--Journal:Path", File_);
        Assert.Equal((0, 1L, 40L, 10L), (code, Number(stats, "schema"), Number(stats, "events"), Number(stats, "waiting")));
        Assert.Equal(0, Say("verify", "--Journal:Path", File_).Code);
        Assert.Equal(40, Say("export", "--Journal:Path", File_).Lines.Length);
    }

    [Fact]
    public void A_file_of_version_2_is_read_with_all_its_epochs_known_losses_and_refusals()
    {
        WrittenJournal.Schema2(File_, "epoch-a", "epoch-b", 20);
        var (_, stats) = Run("stats", "--json", "--Journal:Path", File_);
        Assert.Equal((38L, 34L), (Number(stats, "events"), Number(stats, "waiting")));
        var (code, lines) = Say("verify", "--Journal:Path", File_);
        Assert.Equal(1, code);
        Assert.Contains(lines, line => line.Contains("2 events are missing: 4 to 5 (2 of them known", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.Contains("event 7 was refused by the hub (malformed)", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.StartsWith("epoch epoch-b (in use): events 1 to 20", StringComparison.Ordinal));
        var exported = Say("export", "--Journal:Path", File_, "--epoch", "epoch-a", "--from", "3", "--to=8").Lines;
        Assert.Equal([3L, 6, 7, 8], exported.Select(line => Number(Json(line).GetProperty("event"), "seq")));
    }

    [Fact]
    public void A_changed_event_is_found_and_named()
    {
        WrittenJournal.Schema2(File_, "epoch-a", "epoch-b", 20);
        using (var database = Database.OpenWriter(File_))
            database.Execute("UPDATE event SET fact = CAST(replace(CAST(fact AS TEXT), 'admitted', 'refused') AS BLOB) WHERE epoch = 3 AND seq = 11");
        var (code, verified) = Run("verify", "--json", "--Journal:Path", File_);
        Assert.Equal(1, code);
        var faults = verified.GetProperty("epochs")[1].GetProperty("faults");
        Assert.Equal((1, 11L), (faults.GetArrayLength(), Number(faults[0], "seq")));
    }

    [Fact]
    public void Sealed_parts_are_exported_only_when_asked_for()
    {
        WrittenJournal.Schema1(File_, "epoch-a", 3, delivered: 0);
        Assert.DoesNotContain("secret", string.Concat(Say("export", "--Journal:Path", File_).Lines), StringComparison.Ordinal);
        Assert.All(
            Say("export", "--sealed", "--Journal:Path", File_).Lines,
            line => Assert.Equal("secret", Json(line).GetProperty("event").GetProperty("body").GetProperty("sealed").GetProperty("day").GetString()));
    }

    [Fact]
    public void A_damaged_page_is_a_finding_and_what_stands_before_it_is_still_checked()
    {
        WrittenJournal.Schema1(File_, "epoch-a", 2_000, delivered: 0);
        using (var file = File.OpenWrite(File_))
        {
            file.Position = file.Length / 4096 * 3 / 4 * 4096;
            file.Write(new byte[4096]);
        }
        var (code, verified) = Run("verify", "--json", "--Journal:Path", File_);
        Assert.Equal(1, code);
        var epoch = verified.GetProperty("epochs")[0];
        Assert.InRange(Number(epoch, "events"), 500, 1_999);
        Assert.Contains("cannot be read", epoch.GetProperty("unreadable").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("There is no journal")]
    [InlineData("newer program", "PRAGMA user_version=9")]
    [InlineData("no journal of a gate", "CREATE TABLE t (a)")]
    public void What_cannot_be_read_ends_with_2_and_says_why(string why, string? sql = null)
    {
        if (sql is not null)
        {
            using var database = Database.OpenWriter(File_);
            database.Execute(sql);
        }
        Assert.Equal(2, Say("verify", "--Journal:Path", File_).Code);
        Assert.Contains(why, _errors.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("repair")]
    [InlineData("stats", "--sealed")]
    [InlineData("export", "--from", "x")]
    [InlineData("export", "--epoch")]
    [InlineData("verify", "now")]
    public void What_was_not_understood_does_nothing_and_says_so(params string[] arguments)
    {
        Assert.Equal(2, Say(arguments).Code);
        Assert.Contains("Nothing was done; see checkin-gate journal --help", _errors.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_program_itself_takes_the_journal_from_its_settings()
    {
        WrittenJournal.Schema1(File_, "epoch-a", 5, delivered: 0);
        await using var gate = ProgramProcess.Start(
            Executables.Gate, new Dictionary<string, string> { ["Journal:Path"] = "journal.db" }, _folder.FullName, ["journal", "verify"]);
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        await gate.WaitForExitAsync(limit.Token);
        Assert.Equal(0, gate.ExitCode);
        Assert.Contains("✓ whole: 5 events", gate.Tail, StringComparison.Ordinal);
    }

    private (int Code, JsonElement Json) Run(params string[] arguments)
    {
        var (code, lines) = Say(arguments);
        return (code, Json(string.Concat(lines)));
    }

    private (int Code, string[] Lines) Say(params string[] arguments)
    {
        using var output = new StringWriter();
        var code = JournalCommand.Run(arguments, output, _errors);
        return (code, output.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    private static JsonElement Json(string text) => JsonDocument.Parse(text).RootElement.Clone();

    private static long Number(JsonElement json, string name) => json.GetProperty(name).GetInt64();
}
