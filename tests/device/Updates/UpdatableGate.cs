using System.Globalization;
using System.Text.RegularExpressions;
using CheckIn.Fixtures;
using CheckIn.Gate.Enrolment;
using CheckIn.Gate.Tests.Enrolment;
using CheckIn.Gate.Updates;
using CheckIn.Record;
using CheckIn.Updates;

namespace CheckIn.Gate.Tests.Updates;

/// <summary>
/// A gate as a real process, enrolled, with a hub's HTTPS in this one. It is started again after each end, as a service
/// manager would. Its hub has no MQTT, so that it asks for what the hub has with each start.
/// </summary>
internal sealed partial class UpdatableGate : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);
    private readonly TestAuthority _authority = new();
    private ProgramProcess? _program;

    private UpdatableGate(string folder) => (Folder, Versions) = (folder, new GateVersions(Path.Combine(folder, "releases")));

    internal string Folder { get; }

    internal GateVersions Versions { get; }

    internal HubDouble Hub { get; private set; } = null!;

    internal VersionStore Store => new(Path.Combine(Folder, "data", "versions"));

    internal UpdateState State => Store.Read();

    internal string Journal => Path.Combine(Folder, "data", "journal.db");

    internal string Tail => _program?.Tail ?? "";

    internal int ProcessId => _program!.Id;

    internal bool HasExited => _program!.HasExited;

    /// <summary>The process on trial that was started last; 0 = there was none.</summary>
    internal int Candidate => OnTrial().Matches(Tail) is { Count: > 0 } found
        ? int.Parse(found[^1].Groups[1].ValueSpan, CultureInfo.InvariantCulture) : 0;

    internal static async Task<UpdatableGate> StartAsync()
    {
        var gate = new UpdatableGate(Directory.CreateTempSubdirectory("checkin-updates-").FullName);
        var now = TimeProvider.System.GetUtcNow();
        gate.Hub = await HubDouble.StartAsync(
            gate._authority, shows: gate._authority.Server(now.AddDays(-1), now.AddDays(30)));
        gate.Hub.Now = now;
        var outcome = await new Enroller(
            new EnrolmentStore(Path.Combine(gate.Folder, "data", "enrolment")), TimeSpan.FromMinutes(1), TimeProvider.System)
            .EnrolAsync(gate.Hub.Code, _ => { }, default);
        Assert.Null(outcome.Failure);
        Directory.CreateDirectory(Path.Combine(gate.Folder, "camera"));
        return gate;
    }

    internal void Start() => _program = ProgramProcess.Start(Executables.Gate, Settings, Folder, environment: Environment);

    /// <summary>Beside the settings.</summary>
    internal Dictionary<string, string> Environment { get; } = [];

    internal async Task StartAgainAsync()
    {
        await KillAsync();
        Start();
    }

    internal async Task KillAsync()
    {
        if (_program is not null)
            await _program.DisposeAsync();
        _program = null;
    }

    internal Task<bool> StopAsync() => _program!.StopAsync(TimeSpan.FromSeconds(20));

    internal async Task<string> CommandAsync(params string[] arguments)
    {
        await using var command = ProgramProcess.Start(Executables.Gate, Settings, Folder, arguments);
        using var limit = new CancellationTokenSource(Patience);
        await command.WaitForExitAsync(limit.Token);
        return command.Tail;
    }

    /// <summary>Whether a process is there; one that is dead and not yet waited for is not.</summary>
    internal static bool IsAlive(int process) =>
        StateOf(process) is not (null or 'Z');

    /// <summary>Guards that are there, of whichever version: each has this gate's file of edges in its command line.</summary>
    internal int Guards => Directory.EnumerateDirectories("/proc").Select(Path.GetFileName)
        .Where(static name => name!.All(char.IsAsciiDigit)).Count(IsGuard);

    internal static string CommandOf(int process) =>
        File.ReadAllText($"/proc/{process}/cmdline").Replace('\0', ' ');

    internal Task ReportsAsync(long release, string state, string? why = null) => Eventually(
        $"the report '{state}' of release {release}", () => Hub.Reports.Contains(new UpdateReport(release, state, why)));

    internal async Task Eventually(string what, Func<bool> holds, int everyMs = 20)
    {
        using var limit = new CancellationTokenSource(Patience);
        while (!holds())
        {
            Assert.False(limit.IsCancellationRequested,
                $"{what} did not come about.\n{Tail}\n{string.Join('\n', Hub.Reports)}");
            await Task.Delay(everyMs);
        }
    }

    /// <summary>What of a package is here; null = nothing.</summary>
    internal FileInfo? Part() => !Directory.Exists(Store.Folder) ? null
        : new DirectoryInfo(Store.Folder).GetFiles("*" + VersionStore.Fetching).FirstOrDefault();

    /// <summary>The journal's operations of this name, a line each. The gate has ended.</summary>
    internal string Operations(string name)
    {
        using (var journal = RecordedJournal.Open(Journal))
            Assert.All(journal.Epochs(), static epoch => Assert.Empty(epoch.Lost));
        return string.Join('\n', JournalFile.Read(Journal).Rows
            .Select(static row => row.Fact).Where(fact => fact.Contains(name, StringComparison.Ordinal)));
    }

    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        await Hub.DisposeAsync();
        _authority.Dispose();
        Versions.Dispose();
        Directory.Delete(Folder, recursive: true);
    }

    private bool IsGuard(string? process)
    {
        try
        {
            var words = File.ReadAllText($"/proc/{process}/cmdline").Split('\0');
            return words.Contains("guard") && words.Contains(Settings["Gpio:TraceFile"]);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false; // it has just ended
        }
    }

    private static char? StateOf(int process)
    {
        try
        {
            var stat = File.ReadAllText($"/proc/{process}/stat");
            return stat[stat.LastIndexOf(')') + 2];
        }
        catch (IOException)
        {
            return null;
        }
    }

    private Dictionary<string, string> Settings => new()
    {
        ["Lanes:0:Name"] = "vao",
        ["Lanes:0:Scanner:Kind"] = "Pictures",
        ["Lanes:0:Scanner:Folder"] = Path.Combine(Folder, "camera"),
        ["Lanes:0:Turnstile:RelayPin"] = "17",
        ["Gpio:Driver"] = "Virtual",
        ["Gpio:Guard"] = "Always",
        ["Gpio:TraceFile"] = Path.Combine(Folder, "pins.jsonl"),
        ["Journal:Path"] = Journal,
        ["Keys:Directory"] = Path.Combine(Folder, "data", "keys"),
        ["Enrolment:Directory"] = Path.Combine(Folder, "data", "enrolment"),
        ["Uplink:ReconnectCap"] = "00:00:02",
        ["Updates:Keys"] = Versions.KeysFile,
        ["Updates:Settle"] = "00:00:01",
        ["Updates:Quiet"] = "00:00:00",
        ["Updates:KeepFree"] = "0",
        ["Updates:Trial"] = "00:00:40",
    };

    [GeneratedRegex(@"is on trial, process (\d+)")]
    private static partial Regex OnTrial();
}
