using System.Data.Common;
using System.Text.Json;
using CheckIn.Fixtures;

namespace CheckIn.Demo;

/// <summary>Runs the demonstration from the first line to the last.</summary>
internal sealed class Demonstration(bool once, DirectoryInfo? pictures, DirectoryInfo? keep)
{
    private const string Site = "ubnd-phuong-mau";
    private const int Interrupted = 130;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    /// <summary>Longest silence of the traces in a single pass; one large photograph takes seconds at most.</summary>
    private static readonly TimeSpan LongestSilence = TimeSpan.FromSeconds(60);
    private static readonly string[] PictureFiles = [".png", ".jpg", ".jpeg"];

    internal async Task<int> RunAsync(CancellationToken cancellation)
    {
        if (Objection() is { } objection)
        {
            await Console.Error.WriteLineAsync("✗ " + objection);
            return 1;
        }
        var folder = keep?.FullName ?? Directory.CreateTempSubdirectory("checkin-demo-").FullName;
        try
        {
            await using var premises = new Premises(folder) { Enrols = true };
            try
            {
                return await RunAsync(premises, cancellation);
            }
            catch (Exception) when (cancellation.IsCancellationRequested)
            {
                // Ctrl+C reaches the programs too, so that whatever fails from here on is part of stopping.
                await StopAllAsync(premises);
                Console.WriteLine("Đã dừng. / Stopped.");
                return once ? Interrupted : 0;
            }
            catch (Exception e) when (e is InvalidOperationException or HttpRequestException or IOException
                or OperationCanceledException or TimeoutException or DbException or JsonException)
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

    /// <summary>What makes a run pointless; null when nothing does.</summary>
    private string? Objection()
    {
        // An earlier run's traces and journals would be taken for this one's.
        if (keep is { Exists: true } && keep.EnumerateFileSystemInfos().Any())
            return $"--keep {keep.FullName}: the folder is not empty. Nothing was started; name a new or empty one.";
        if (pictures is not null && !pictures.EnumerateFiles().Any(IsPicture))
            return $"--pictures {pictures.FullName}: there is no PNG or JPEG file. Nothing was started.";
        return null;
    }

    private static bool IsPicture(FileInfo file) => PictureFiles.Contains(file.Extension, StringComparer.OrdinalIgnoreCase);

    private async Task<int> RunAsync(Premises premises, CancellationToken cancellation)
    {
        var shown = pictures?.FullName ?? Draw(premises.Folder);
        await premises.StartHubAsync(cancellation);
        Console.WriteLine($"Trang theo dõi / page: {premises.Hub.Page}");
        Console.WriteLine("Đăng nhập một lần, trong 2 phút / signs you in, once, within 2 minutes: "
            + await premises.Hub.OpenLinkAsync(cancellation));
        if (!once)
            Console.WriteLine("Liên kết khác / another: checkin-hub open --hub " + premises.Hub.Page);
        Console.WriteLine(once ? "" : "Dừng bằng Ctrl+C. / Ctrl+C ends it.\n");
        var rate = once ? 20 : 1;
        var (entrance, exit) = (await EnrolAsync(premises, cancellation), await EnrolAsync(premises, cancellation));
        await premises.StartGateAsync(entrance, "In", shown, once, rate, Premises.OneClock);
        await premises.StartGateAsync(exit, "Out", shown, once, rate, Premises.OneClock);
        var narration = new Narration(premises, [entrance, exit]);
        var heard = TimeProvider.System.GetTimestamp();
        while (!narration.IsFinished)
        {
            if (narration.Print())
                heard = TimeProvider.System.GetTimestamp();
            ThrowIfAGateEnded(premises);
            if (once && TimeProvider.System.GetElapsedTime(heard) > LongestSilence)
                throw new TimeoutException($"No gate read a picture for {LongestSilence.TotalSeconds} s: not all were shown.");
            await Task.Delay(100, cancellation);
        }
        return await ConcludeAsync(premises, narration, cancellation);
    }

    private static Task<string> EnrolAsync(Premises premises, CancellationToken cancellation) =>
        premises.EnrolGateAsync(Site, "UBND phường Mẫu", cancellation);

    private static async Task<int> ConcludeAsync(Premises premises, Narration narration, CancellationToken cancellation)
    {
        var tally = await premises.SettleAsync(Patience, cancellation);
        await StopAllAsync(premises);
        if (tally.Missing != 0 || tally.Wrong != 0)
            await Console.Error.WriteLineAsync($"✗ {tally.Missing} missing, {tally.Wrong} wrong at the hub.\n{premises.Tails}");
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
        return tally.Missing == 0 && tally.Wrong == 0 ? 0 : 1;
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
