using CheckIn.Fixtures;

namespace CheckIn.Gate.Tests.Settings;

/// <summary>The program itself: what an operator sees, and what a supervisor gets.</summary>
public sealed class GateHostTests : IDisposable
{
    private const int NoStorage = 74;
    private const int WrongSettings = 78;
    private readonly string _folder = Directory.CreateTempSubdirectory("checkin-host-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Wrong_settings_end_it_with_one_message_and_their_exit_code()
    {
        var (code, printed) = await RunAsync(new() { ["Gate:Id"] = "Cổng A", ["Lanes:0:Turnstile:RelayPin"] = "GPIO17" });
        Assert.Equal(WrongSettings, code);
        Assert.Contains("Gate:Id is 'Cổng A'; allowed: text like ^[a-z0-9-]{1,64}$", printed, StringComparison.Ordinal);
        Assert.Contains("Lanes:0:Turnstile:RelayPin is 'GPIO17'; allowed: a whole number, -1 to 511", printed, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", printed, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_journal_that_cannot_be_had_ends_it_without_a_stack_trace()
    {
        File.WriteAllText(Path.Combine(_folder, "data"), "a file where the folder should be");
        var (code, printed) = await RunAsync([]);
        Assert.Equal(NoStorage, code);
        Assert.Contains("Journal:Path", printed, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", printed, StringComparison.Ordinal);
    }

    private async Task<(int Code, string Printed)> RunAsync(Dictionary<string, string> more)
    {
        var settings = new Dictionary<string, string>
        {
            ["Gate:Id"] = "cong-thu",
            ["Lanes:0:Name"] = "vao",
            ["Lanes:0:Scanner:Kind"] = "Pictures",
            ["Lanes:0:Scanner:Folder"] = _folder,
            ["Gpio:Driver"] = "Virtual",
        };
        foreach (var (key, value) in more)
            settings[key] = value;
        await using var gate = ProgramProcess.Start(Executables.Gate, settings, _folder);
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        await gate.WaitForExitAsync(limit.Token);
        return (gate.ExitCode, gate.Tail);
    }
}
