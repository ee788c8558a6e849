using CheckIn.Gate.Identity;
using CheckIn.Gate.Journal;
using CheckIn.Gate.Keys;
using CheckIn.Gate.Tests.Journal;

namespace CheckIn.Gate.Tests.Identity;

/// <summary>Nothing is left, and nothing is lost that somebody still wants.</summary>
public sealed class WipeTests : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("checkin-wipe-").FullName;
    private EnrolledGateFixture _gate = null!;

    private string JournalPath => Path.Combine(_folder, "journal.db");
    private string KeysPath => Path.Combine(_folder, "keys");

    public async Task InitializeAsync()
    {
        _gate = await EnrolledGateFixture.StartAsync();
        await using var journal = GateJournal.Open(new JournalOptions { Path = JournalPath }, _gate.Clock, "boot-a");
        await TestJournal.AppendAsync(journal, 3);
        using var keys = GateKeys.Open(new KeyOptions { Directory = KeysPath }, _gate.Clock);
        File.WriteAllText(JournalPath + "-clock", "{}");
        File.WriteAllText(JournalPath + ".damaged-1-x", "what was set aside");
    }

    public async Task DisposeAsync()
    {
        await _gate.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public void The_journal_goes_with_everything_beside_it()
    {
        Wipe().EraseRecord();
        Assert.Equal(["journal.db.lock"], Directory.GetFiles(_folder).Select(Path.GetFileName));
    }

    [Fact]
    public void Keys_are_overwritten_and_go_and_private_halves_only_when_it_is_asked_for()
    {
        using var tag = File.OpenHandle(Path.Combine(KeysPath, "tag.json"));
        var length = RandomAccess.GetLength(tag);
        var wipe = Wipe();
        wipe.EraseKeys(privateHalves: false);
        var bytes = new byte[length];
        Assert.Equal(length, RandomAccess.Read(tag, bytes, 0));
        Assert.All(bytes, one => Assert.Equal(0, one));
        Assert.Equal(1, wipe.PrivateHalvesHere);
        Assert.Single(Directory.GetFiles(KeysPath, "*", SearchOption.AllDirectories));
        wipe.EraseKeys(privateHalves: true);
        Assert.Empty(Directory.GetFiles(KeysPath, "*", SearchOption.AllDirectories));
    }

    [Fact]
    public void A_file_stays_that_says_whose_gate_it_was()
    {
        var wipe = Wipe();
        wipe.EraseIdentity("lop-hoc-3", _gate.Hub.Now);
        Assert.Null(_gate.Store.Read());
        Assert.Null(_gate.Store.Remains());
        Assert.Contains("lop-hoc-3", File.ReadAllText(wipe.Word), StringComparison.Ordinal);
        Assert.Equal(["lock", "wiped.txt"], Directory.GetFiles(_gate.Store.Directory).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_wipe_that_a_power_cut_interrupted_is_brought_to_its_end()
    {
        File.WriteAllBytes(Path.Combine(_gate.Store.Directory, "wiping"), []);
        File.Delete(Path.Combine(_gate.Store.Directory, "gate.crt"));
        Assert.Null(_gate.Store.Read());
        Assert.Equal(["lock"], Directory.GetFiles(_gate.Store.Directory).Select(Path.GetFileName));
    }

    [Fact]
    public async Task Events_that_the_hub_does_not_have_are_not_wiped_unless_it_is_meant()
    {
        var (refused, words) = await RunAsync("--yes", "--lang", "en");
        Assert.Equal(1, refused);
        Assert.Contains("3 events have not reached the hub", words, StringComparison.Ordinal);
        Assert.Contains("--even-undelivered", words, StringComparison.Ordinal);
        Assert.True(File.Exists(JournalPath));
        var (done, said) = await RunAsync("--yes", "--even-undelivered", "--lang", "vi");
        Assert.Equal(0, done);
        Assert.Contains("Trung tâm đã biết", said, StringComparison.Ordinal);
        Assert.Contains("tracing-private", said, StringComparison.Ordinal);
        Assert.Equal(1, _gate.Hub.Wiped);
        Assert.False(_gate.Store.IsEnrolled);
        Assert.False(File.Exists(JournalPath));
    }

    [Fact]
    public async Task A_hub_that_is_away_does_not_keep_a_gate_from_being_wiped()
    {
        await _gate.Hub.DisposeAsync();
        var (done, said) = await RunAsync("--yes", "--even-undelivered", "--lang", "en");
        Assert.Equal(0, done);
        Assert.Contains("revoke the gate there", said, StringComparison.Ordinal);
        Assert.False(_gate.Store.IsEnrolled);
    }

    [Fact]
    public async Task A_running_gate_is_left_alone()
    {
        await using var journal = GateJournal.Open(new JournalOptions { Path = JournalPath }, _gate.Clock, "boot-a");
        var (refused, words) = await RunAsync("--yes", "--even-undelivered", "--lang", "en");
        Assert.Equal(1, refused);
        Assert.Contains("Stop it first", words, StringComparison.Ordinal);
        Assert.True(_gate.Store.IsEnrolled);
    }

    [Fact]
    public async Task Whoever_does_not_type_the_gates_name_wipes_nothing()
    {
        var (refused, _) = await RunAsync(new StringReader("yes\n"), "--even-undelivered");
        Assert.Equal(1, refused);
        Assert.True(_gate.Store.IsEnrolled);
        var (done, _) = await RunAsync(new StringReader("lop-hoc-3\n"), "--even-undelivered");
        Assert.Equal(0, done);
    }

    private GateWipe Wipe() => new(JournalPath, KeysPath, _gate.Store);

    private Task<(int, string)> RunAsync(params string[] arguments) => RunAsync(null, arguments);

    private async Task<(int, string)> RunAsync(TextReader? input, params string[] arguments)
    {
        await using var output = new StringWriter();
        var code = await DecommissionCommand.RunAsync(
            [.. arguments, "--Journal:Path", JournalPath, "--Keys:Directory", KeysPath, "--Enrolment:Directory", _gate.Store.Directory],
            input, output, output, CancellationToken.None);
        return (code, output.ToString());
    }
}
