using CheckIn.Fixtures;
using CheckIn.Gate.Journal.Commands;

namespace CheckIn.Gate.Tests.Lanes;

/// <summary>The program itself, with contacts that are played to it by a file.</summary>
public sealed class GateContactsTests : IDisposable
{
    private const int Relay = 17, Sensor = 5, Exit = 6, Emergency = 7;
    private readonly string _folder = Directory.CreateTempSubdirectory("checkin-contacts-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task From_a_picture_to_the_turn_and_from_a_press_inside_everything_has_its_row()
    {
        var pictures = Directory.CreateDirectory(Path.Combine(_folder, "in")).FullName;
        PngWriter.Save(QrPicture.Draw(new SyntheticCodes(1).Cccd(), new QrLook { ModuleSize = 3 }, 320, 320), Path.Combine(pictures, "a.png"));
        await using var gate = Start(pictures);
        await UntilAsync(gate, () => Edges() == "1");
        Play(Sensor, 0);
        Play(Sensor, 1);
        await UntilAsync(gate, () => Edges() == "10" && Journal().Contains("turned", StringComparison.Ordinal));
        Play(Exit, 0);
        await UntilAsync(gate, () => Edges() == "101");
        Play(Sensor, 0);
        await UntilAsync(gate, () => Edges() == "1010");
        Assert.True(await gate.StopAsync(TimeSpan.FromSeconds(20)), gate.Tail);
        var journal = Journal();
        Assert.Contains("\"body\":{\"cause\":2,\"result\":\"turned\"}", journal, StringComparison.Ordinal);
        Assert.Contains("\"body\":{\"name\":\"request_to_exit\",\"by\":\"button\",\"result\":\"opened\"}", journal, StringComparison.Ordinal);
        Assert.Contains("\"body\":{\"cause\":4,\"result\":\"turned\"}", journal, StringComparison.Ordinal);
        Assert.EndsWith("\"body\":{\"name\":\"stopped\",\"by\":\"gate\",\"result\":\"clean\"}}}", journal.TrimEnd(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_emergency_that_stands_at_the_start_opens_until_it_is_over()
    {
        Play(Emergency, 0);
        await using var gate = Start(Directory.CreateDirectory(Path.Combine(_folder, "in")).FullName);
        await UntilAsync(gate, () => Edges() == "1");
        Play(Emergency, 1);
        await UntilAsync(gate, () => Edges() == "10");
        await UntilAsync(gate, () => Journal().Contains("\"cleared\":true", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_line_of_contacts_that_makes_no_sense_stops_the_gate_with_its_relays_off()
    {
        await using var gate = Start(Directory.CreateDirectory(Path.Combine(_folder, "in")).FullName);
        Play(Emergency, 0);
        await UntilAsync(gate, () => Edges() == "1");
        File.AppendAllText(Contacts, "nonsense\n");
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        await gate.WaitForExitAsync(limit.Token);
        Assert.Equal(70, gate.ExitCode);
        Assert.Equal("10", Edges());
    }

    private string Contacts => Path.Combine(_folder, "contacts.jsonl");

    private void Play(int pin, int level) => File.AppendAllText(Contacts, $"{{\"pin\":{pin},\"level\":{level}}}\n");

    /// <summary>The relay's levels, one after the other.</summary>
    private string Edges() => File.Exists(Path.Combine(_folder, "pins.jsonl"))
        ? string.Concat(File.ReadLines(Path.Combine(_folder, "pins.jsonl"))
            .Where(line => line.Contains($"\"pin\":{Relay},", StringComparison.Ordinal)).Select(line => line[^2]))
        : "";

    private string Journal()
    {
        using var output = new StringWriter();
        Assert.Equal(0, JournalCommand.Run(["export", "--Journal:Path", Path.Combine(_folder, "data", "journal.db")], output, output));
        return output.ToString();
    }

    private static async Task UntilAsync(ProgramProcess gate, Func<bool> happened)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (!happened())
        {
            Assert.False(gate.HasExited || limit.IsCancellationRequested, gate.Tail);
            await Task.Delay(20);
        }
    }

    private ProgramProcess Start(string pictures) => ProgramProcess.Start(Executables.Gate, new Dictionary<string, string>
    {
        ["Gate:Id"] = "cong-thu",
        ["Lanes:0:Name"] = "vao",
        ["Lanes:0:Scanner:Kind"] = "Pictures",
        ["Lanes:0:Scanner:Folder"] = pictures,
        ["Lanes:0:Scanner:Mode"] = "Once",
        ["Lanes:0:Turnstile:RelayPin"] = $"{Relay}",
        ["Lanes:0:Turnstile:Pulse"] = "00:00:10",
        ["Lanes:0:Turnstile:MaxPulse"] = "00:00:20",
        ["Lanes:0:Turnstile:PassageTimeout"] = "00:00:30",
        ["Lanes:0:Turnstile:Passage:Pin"] = $"{Sensor}",
        ["Lanes:0:Turnstile:ExitButton:Pin"] = $"{Exit}",
        ["Inputs:Emergency:Pin"] = $"{Emergency}",
        ["Gpio:Driver"] = "Virtual",
        ["Gpio:TraceFile"] = "pins.jsonl",
        ["Gpio:InputFile"] = "contacts.jsonl",
    }, _folder);
}
