using System.Text.Json;
using CheckIn.Fixtures;

namespace CheckIn.Demo;

/// <summary>Runs the demonstration from the first line to the last.</summary>
internal sealed class Demonstration(bool once, DirectoryInfo? pictures, DirectoryInfo? keep)
{
    private const string In = "cong-vao";
    private const string Out = "cong-ra";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    internal async Task<int> RunAsync(CancellationToken cancellation)
    {
        if (keep is { Exists: true } && keep.EnumerateFileSystemInfos().Any())
        {
            // An older run's journals and traces would be told and counted again.
            await Console.Error.WriteLineAsync($"✗ --keep needs an empty or new folder; {keep.FullName} holds files.");
            return 1;
        }
        var folder = keep?.FullName ?? Directory.CreateTempSubdirectory("checkin-demo-").FullName;
        try
        {
            await using var premises = new Premises(folder);
            try
            {
                return await RunAsync(premises, cancellation);
            }
            // Ctrl+C reaches hub and gates as well; whatever their going causes here is no failure.
            catch (Exception) when (cancellation.IsCancellationRequested)
            {
                await StopAllAsync(premises);
                Console.WriteLine("Đã dừng. / Stopped.");
                return 0;
            }
            catch (Exception e) when (e is InvalidOperationException or HttpRequestException or IOException)
            {
                await Console.Error.WriteLineAsync("✗ " + e.Message + "\n" + premises.Tails);
                return 1;
            }
        }
        finally
        {
            if (keep is null)
                Directory.Delete(folder, recursive: true);
        }
    }

    private async Task<int> RunAsync(Premises premises, CancellationToken cancellation)
    {
        var shown = pictures?.FullName ?? Draw(premises.Folder);
        await premises.StartHubAsync(cancellation);
        Console.WriteLine($"Trang theo dõi / page: {premises.Hub.Page}");
        Console.WriteLine(once ? "" : "Dừng bằng Ctrl+C. / Ctrl+C ends it.\n");
        var rate = once ? 20 : 0.8;
        await premises.StartGateAsync(In, "In", shown, once, rate);
        await premises.StartGateAsync(Out, "Out", shown, once, rate);
        var narration = new Narration(premises, [In, Out]);
        while (!narration.IsFinished)
        {
            narration.Print();
            ThrowIfAGateEnded(premises);
            await Task.Delay(100, cancellation);
        }
        return await ConcludeAsync(premises, narration, cancellation);
    }

    private static async Task<int> ConcludeAsync(Premises premises, Narration narration, CancellationToken cancellation)
    {
        var tally = await premises.SettleAsync(Patience, cancellation);
        await StopAllAsync(premises);
        if (tally.Missing != 0 || tally.Wrong != 0)
            await Console.Error.WriteLineAsync($"✗ {tally.Missing} missing, {tally.Wrong} wrong at the hub.\n{premises.Tails}");
        var isEmpty = tally.Decided + narration.Unreadable == 0;
        if (isEmpty)
            await Console.Error.WriteLineAsync("✗ No picture could be shown (PNG; JPEG with libturbojpeg), so nothing was proved.");
        Console.WriteLine(JsonSerializer.Serialize(new Dictionary<string, long>
        {
            ["decided"] = tally.Decided,
            ["admitted"] = tally.Admitted,
            ["refused"] = tally.Refused,
            ["unreadable"] = narration.Unreadable,
            ["stored"] = tally.Stored,
            ["duplicates"] = tally.Duplicates,
            ["missing"] = tally.Missing,
        }));
        return tally.Missing == 0 && tally.Wrong == 0 && !isEmpty ? 0 : 1;
    }

    private static string Draw(string folder)
    {
        var drawn = Path.Combine(folder, "pictures");
        Directory.CreateDirectory(drawn);
        SamplePictures.DrawInto(drawn, seed: 2026);
        return drawn;
    }

    private static void ThrowIfAGateEnded(Premises premises)
    {
        if (premises.Gates.FirstOrDefault(premises.GateHasExited) is { } gate)
            throw new InvalidOperationException($"Gate {gate} ended by itself.");
    }

    private static async Task StopAllAsync(Premises premises)
    {
        await Task.WhenAll(premises.Gates.Select(premises.StopGateAsync));
        await premises.StopHubAsync();
    }
}
