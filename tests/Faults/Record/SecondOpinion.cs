using System.Diagnostics;
using CheckIn.Faults.Premises;
using CheckIn.Fixtures;

namespace CheckIn.Faults.Record;

/// <summary>
/// The product's own proof over the same files: checkin-hub verify, which must call them whole, and equal to every
/// journal that is not damaged.
/// </summary>
internal static class SecondOpinion
{
    /// <summary>Its last line; a finding when it is of another opinion.</summary>
    internal static async Task<string> AskAsync(Site site, Verdict verdict, CancellationToken cancellation)
    {
        // A page of rubbish among old rows may lie unnoticed for long; then this gate's files do not tell all.
        var journals = site.Controllers.GroupBy(each => each.Gate)
            .Where(gate => gate.All(each => JournalFiles.IsSound(each.Journal)))
            .SelectMany(gate => gate.SelectMany(each => JournalFiles.Of(each.Card, each.Witnesses)))
            .Where(JournalFiles.IsSound);
        var start = new ProcessStartInfo(
            "dotnet", [Executables.Hub, "verify", "--Events:Path", site.Hub.Database, "--against", .. journals])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var verify = Process.Start(start)!;
        var errors = verify.StandardError.ReadToEndAsync(cancellation);
        var output = await verify.StandardOutput.ReadToEndAsync(cancellation);
        await verify.WaitForExitAsync(cancellation);
        var lines = (output + await errors).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        foreach (var line in verify.ExitCode == 0 ? [] : lines.Where(line => line.Contains('\u2717')))
            verdict.Find("checkin-hub verify says", line.Trim());
        return lines.LastOrDefault() ?? "";
    }
}
