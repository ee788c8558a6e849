using System.Text.Json;
using CheckIn.Fixtures;

namespace CheckIn.Gate.Tests.Service.Doctor;

/// <summary>The command itself, as a process, beside a gate and without one.</summary>
public sealed class DoctorCommandTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("checkin-doctor-").FullName;
    private readonly int _hub = ProgramProcess.FreePort();

    private string Data => Path.Combine(_folder, "data");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Without_a_gate_it_opens_the_hardware_itself_moves_nothing_and_leaves_nothing()
    {
        var (code, findings) = await AskAsync();
        Assert.Equal(1, code); // there is no hub
        Assert.Equal("look", findings["gate"]);
        Assert.Equal("wrong", findings["hub"]);
        Assert.Equal("good", findings["vao scanner"]);
        Assert.Equal("not_tried", findings["vao relay"]);
        Assert.Equal("good", findings["vao sensors"]);
        Assert.False(Directory.Exists(Data));
        Assert.Empty(File.ReadAllLines(Path.Combine(_folder, "pins.jsonl")));
    }

    [Fact]
    public async Task A_code_before_its_scanner_admits_nobody()
    {
        var code = new SyntheticCodes(1).Cccd();
        PngWriter.Save(QrPicture.Draw(code, new QrLook { ModuleSize = 3 }, 320, 320), Path.Combine(Pictures, "a.png"));
        Assert.Equal("good", (await AskAsync()).Findings["vao scanner"]);
        Assert.Empty(File.ReadAllLines(Path.Combine(_folder, "pins.jsonl")));
    }

    [Fact]
    public async Task Beside_a_gate_it_has_the_gate_try_itself_and_the_visit_is_recorded()
    {
        await using var gate = ProgramProcess.Start(Executables.Gate, Settings(), _folder);
        await PrintedAsync(gate, "status and doctor find this gate");
        await PrintedAsync(gate, "Lane vao (In) is open");
        var (_, findings) = await AskAsync();
        Assert.Equal("good", findings["gate"]);
        Assert.Equal("good", findings["journal"]);
        Assert.Equal("good", findings["vao scanner"]);
        Assert.True(await gate.StopAsync(TimeSpan.FromSeconds(20)), gate.Tail);
        var names = JournalFile.Read(Path.Combine(Data, "journal.db")).Rows
            .Select(row => JsonDocument.Parse(row.Fact).RootElement.GetProperty("body").GetProperty("name").GetString()).ToList();
        Assert.Contains("service_entered", names);
        Assert.Contains("self_test", names);
        Assert.Contains("service_left", names);
    }

    [Fact]
    public async Task Wrong_settings_are_a_finding_with_their_name()
    {
        var settings = Settings();
        settings["Lanes:0:Turnstile:RelayPin"] = "GPIO17";
        settings["Gate:Id"] = "Cổng A";
        await using var doctor = ProgramProcess.Start(Executables.Gate, settings, _folder, ["doctor", "--yes", "--lang", "vi"]);
        await EndAsync(doctor);
        Assert.Equal(1, doctor.ExitCode);
        Assert.Contains("✗ hỏng      cài đặt: Gate:Id is 'Cổng A'", doctor.Tail, StringComparison.Ordinal);
        Assert.Contains("✗ hỏng      cài đặt: Lanes:0:Turnstile:RelayPin is 'GPIO17'", doctor.Tail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("doctor", "--open")]
    [InlineData("status", "--lane=vao")]
    [InlineData("status", "--lang=fr")]
    public async Task What_it_does_not_understand_ends_it_with_two(string word, string argument)
    {
        await using var command = ProgramProcess.Start(Executables.Gate, Settings(), _folder, [word, argument]);
        await EndAsync(command);
        Assert.Equal(2, command.ExitCode);
        Assert.Contains("Nothing was done", command.Tail, StringComparison.Ordinal);
    }

    private string Pictures => Directory.CreateDirectory(Path.Combine(_folder, "pictures")).FullName;

    private async Task<(int Code, Dictionary<string, string> Findings)> AskAsync()
    {
        await using var doctor = ProgramProcess.Start(Executables.Gate, Settings(), _folder, ["doctor", "--json"]);
        await EndAsync(doctor);
        var findings = new Dictionary<string, string>();
        foreach (var line in doctor.Tail.Split('\n').Select(line => JsonDocument.Parse(line).RootElement))
        {
            var lane = line.TryGetProperty("lane", out var name) ? name.GetString() + " " : "";
            if (line.TryGetProperty("state", out var state))
                findings[lane + line.GetProperty("check").GetString()] = state.GetString()!;
        }
        return (doctor.ExitCode, findings);
    }

    private Dictionary<string, string> Settings() => new()
    {
        ["Gate:Id"] = "cong-thu",
        ["Lanes:0:Name"] = "vao",
        ["Lanes:0:Scanner:Kind"] = "Pictures",
        ["Lanes:0:Scanner:Folder"] = Pictures,
        ["Lanes:0:Turnstile:RelayPin"] = "17",
        ["Lanes:0:Turnstile:Passage:Pin"] = "5",
        ["Lanes:0:Indicator:GreenPin"] = "22",
        ["Gpio:Driver"] = "Virtual",
        ["Gpio:TraceFile"] = "pins.jsonl",
        ["Uplink:Hub"] = $"mqtt://127.0.0.1:{_hub}",
    };

    private static async Task EndAsync(ProgramProcess program)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        await program.WaitForExitAsync(limit.Token);
    }

    private static async Task PrintedAsync(ProgramProcess gate, string text)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (!gate.Tail.Contains(text, StringComparison.Ordinal))
        {
            Assert.False(gate.HasExited || limit.IsCancellationRequested, $"'{text}' was not printed.\n{gate.Tail}");
            await Task.Delay(20);
        }
    }
}
