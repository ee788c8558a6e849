using CheckIn.Fixtures;

namespace CheckIn.Hardware.Programs;

/// <summary>One life of a gate in the machine, with its own journal.</summary>
internal sealed class GateProgram : IAsyncDisposable
{
    private const string Program = "/lab/gate/checkin-gate.dll";
    private const string ScannerOpen = "[1100]", CameraOpen = "[1120]", GuardReady = "[1350]";
    private static readonly string[] Warnings = [" warn: ", " fail: ", " crit: "];
    private readonly ProgramProcess _process;

    internal GateProgram(string id, IEnumerable<KeyValuePair<string, string>> settings)
    {
        Id = id;
        Folder = "/tmp/" + id;
        Directory.CreateDirectory(Folder);
        var all = new Dictionary<string, string>(settings)
        {
            ["Gate:Id"] = id,
            ["Journal:Path"] = Folder + "/journal.db",
            ["Keys:Directory"] = Folder + "/keys",
            ["Uplink:Hub"] = Site.HubAddress.OriginalString,
            ["Uplink:ReconnectCap"] = "00:00:02",
        };
        _process = ProgramProcess.Start(Program, all, Folder);
    }

    internal string Id { get; }

    internal string Folder { get; }

    /// <summary>What it warned of, for whoever must find out why something failed.</summary>
    internal string Complaints => string.Join('\n', Tail.Split('\n')
        .Where(line => Warnings.Any(word => line.Contains(word, StringComparison.Ordinal)))
        .TakeLast(12).Select(line => line[..Math.Min(line.Length, 400)]).Prepend($"{Id} warned:"));

    internal string Tail => _process.Tail;

    internal bool HasExited => _process.HasExited;

    internal int ExitCode => _process.ExitCode;

    /// <summary>The process that holds the relay lines, if that is another one; 0 = there is none.</summary>
    internal int Guard => Signal.Children(_process.Id).FirstOrDefault();

    /// <summary>How many guards have said that they are ready, one after the other.</summary>
    internal int GuardsStarted => Count(GuardReady);

    /// <summary>Waits until so many scanners are read.</summary>
    internal async Task<bool> IsUpAsync(int scanners) => await Site.UntilAsync(
        TimeSpan.FromSeconds(90), () => HasExited || Count(ScannerOpen) + Count(CameraOpen) >= scanners) && !HasExited;

    internal Task KillAsync() => _process.KillAsync();

    internal Task<bool> StopAsync() => _process.StopAsync(TimeSpan.FromSeconds(20));

    internal void Pause() => _process.Pause();

    internal void Resume() => _process.Resume();

    internal async Task<bool> EndsAsync(TimeSpan patience) => await Site.UntilAsync(patience, () => HasExited);

    private int Count(string word) => Tail.Split(word).Length - 1;

    public ValueTask DisposeAsync() => _process.DisposeAsync();
}
