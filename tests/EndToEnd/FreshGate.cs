using System.Text.Json;
using CheckIn.Fixtures;

namespace CheckIn.EndToEnd.Tests;

/// <summary>
/// A gate as a technician unpacks it: a program, a camera (a folder of pictures that are shown in turn), pins, no id.
/// All that it ever keeps lies in one folder.
/// </summary>
internal sealed class FreshGate : IAsyncDisposable
{
    private const int RelayPin = 17;
    private readonly Dictionary<string, string> _settings;
    private ProgramProcess? _program;
    private int _shown;

    /// <param name="folder">All that it keeps.</param>
    /// <param name="more">Further settings; null = none.</param>
    internal FreshGate(string folder, Dictionary<string, string>? more = null)
    {
        Folder = Directory.CreateDirectory(folder).FullName;
        Directory.CreateDirectory(Camera);
        _settings = new Dictionary<string, string>
        {
            ["Lanes:0:Scanner:Kind"] = "Pictures",
            ["Lanes:0:Scanner:Folder"] = Camera,
            ["Lanes:0:Scanner:FramesPerSecond"] = "10",
            ["Lanes:0:Turnstile:RelayPin"] = "17",
            ["Lanes:0:Turnstile:Pulse"] = "00:00:00.1000000",
            ["Gpio:Driver"] = "Virtual",
            ["Gpio:TraceFile"] = Path.Combine(Folder, "pins.jsonl"),
            ["Journal:Path"] = Path.Combine(Folder, "data", "journal.db"),
            ["Keys:Directory"] = Path.Combine(Folder, "data", "keys"),
            ["Enrolment:Directory"] = Path.Combine(Folder, "data", "enrolment"),
            ["Enrolment:ClaimFile"] = ClaimFile,
            ["Uplink:ReconnectCap"] = "00:00:02",
        };
        foreach (var (key, value) in more ?? [])
            _settings[key] = value;
    }

    internal string Folder { get; }

    internal string ClaimFile => Path.Combine(Folder, "checkin-enrol.json");

    internal string Tail => _program?.Tail ?? "";

    internal bool HasExited => _program!.HasExited;

    internal int ProcessId => _program!.Id;

    private string Camera => Path.Combine(Folder, "camera");

    internal void Start() => _program = ProgramProcess.Start(Executables.Gate, _settings, Folder);

    /// <summary>From now on the camera sees these, in turn, and nothing else.</summary>
    internal void Show(params string[] codes)
    {
        foreach (var old in Directory.GetFiles(Camera))
            File.Delete(old);
        foreach (var code in codes)
        {
            var drawn = Path.Combine(Folder, $"{++_shown:D4}.png");
            PngWriter.Save(QrPicture.Draw(code, new QrLook { ModuleSize = 5 }, 320, 320), drawn);
            File.Move(drawn, Path.Combine(Camera, Path.GetFileName(drawn)));
        }
    }

    /// <summary><c>checkin-gate</c> with a command, as a technician beside the gate calls it.</summary>
    internal async Task<(int Code, string Printed)> CommandAsync(params string[] arguments)
    {
        await using var command = ProgramProcess.Start(Executables.Gate, _settings, Folder, arguments);
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        await command.WaitForExitAsync(limit.Token);
        return (command.ExitCode, command.Tail);
    }

    /// <summary>How often the relay was switched on.</summary>
    internal int Openings => !File.Exists(_settings["Gpio:TraceFile"]) ? 0 : File.ReadLines(_settings["Gpio:TraceFile"])
        .Select(static line => JsonSerializer.Deserialize<JsonElement>(line))
        .Count(static edge => edge.GetProperty("pin").GetInt32() == RelayPin && edge.GetProperty("level").GetInt32() == 1);

    internal Task<bool> StopAsync() => _program!.StopAsync(TimeSpan.FromSeconds(20));

    public async ValueTask DisposeAsync()
    {
        if (_program is not null)
            await _program.DisposeAsync();
    }
}
