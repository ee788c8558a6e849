using System.Diagnostics;
using CheckIn.Fixtures;

namespace CheckIn.Browser.Tests.Fleet;

/// <summary>A real gate with pages for its own screen, a guard with a PIN, and no hub that answers.</summary>
internal sealed class KioskGate : IAsyncDisposable
{
    internal const string Guard = "bao-ve-1", Pin = "294715";

    private readonly string _folder;
    private readonly ProgramProcess _gate;

    private KioskGate(string folder, ProgramProcess gate, Uri page) => (_folder, _gate, Page) = (folder, gate, page);

    internal Uri Page { get; }

    internal string Journal => Path.Combine(_folder, "journal.db");

    internal static async Task<KioskGate> StartAsync()
    {
        var folder = Directory.CreateTempSubdirectory("checkin-kiosk-").FullName;
        var port = ProgramProcess.FreePort();
        Directory.CreateDirectory(Path.Combine(folder, "shown"));
        await AddGuardAsync(folder);
        var gate = ProgramProcess.Start(Executables.Gate, new Dictionary<string, string>
        {
            ["Gate:Id"] = "ubnd-phuong-sen-01",
            ["Lanes:0:Name"] = "vao",
            ["Lanes:0:Scanner:Kind"] = "Pictures",
            ["Lanes:0:Scanner:Folder"] = Path.Combine(folder, "shown"),
            ["Lanes:0:Scanner:Mode"] = "Loop",
            ["Lanes:1:Name"] = "ra",
            ["Lanes:1:Direction"] = "Out",
            ["Lanes:1:Scanner:Kind"] = "Pictures",
            ["Lanes:1:Scanner:Folder"] = Path.Combine(folder, "shown"),
            ["Lanes:1:Scanner:Mode"] = "Loop",
            ["Gpio:Driver"] = "Virtual",
            ["Journal:Path"] = Path.Combine(folder, "journal.db"),
            ["Keys:Directory"] = Path.Combine(folder, "keys"),
            ["Kiosk:Listen"] = $"127.0.0.1:{port}",
            ["Kiosk:Place"] = "UBND phường Sen",
            ["Kiosk:Support"] = "0234 000 000",
            ["Uplink:Hub"] = $"mqtt://127.0.0.1:{ProgramProcess.FreePort()}",
        }, folder);
        var kiosk = new KioskGate(folder, gate, new Uri($"http://127.0.0.1:{port}"));
        using var http = new HttpClient { BaseAddress = kiosk.Page };
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (!await IsOpenAsync(http))
        {
            if (gate.HasExited || limit.IsCancellationRequested)
                throw new InvalidOperationException("The gate's screen did not come up:\n" + gate.Tail);
            await Task.Delay(100);
        }
        return kiosk;
    }

    internal Task<bool> StopAsync() => _gate.StopAsync(TimeSpan.FromSeconds(30));

    public async ValueTask DisposeAsync()
    {
        await _gate.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private static async Task<bool> IsOpenAsync(HttpClient http)
    {
        try
        {
            return (await http.GetStringAsync("/lanes/ra")).Contains("data-kind=\"idle\"", StringComparison.Ordinal);
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private static async Task AddGuardAsync(string folder)
    {
        using var command = Process.Start(new ProcessStartInfo(
            "dotnet", [Executables.Gate, "guards", "add", Guard, "--Keys:Directory", Path.Combine(folder, "keys")])
        {
            RedirectStandardInput = true,
            WorkingDirectory = folder,
        })!;
        await command.StandardInput.WriteLineAsync(Pin);
        command.StandardInput.Close();
        await command.WaitForExitAsync();
        if (command.ExitCode != 0)
            throw new InvalidOperationException($"checkin-gate guards add ended with {command.ExitCode}.");
    }
}
