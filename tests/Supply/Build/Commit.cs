using System.Diagnostics;
using System.Globalization;

namespace CheckIn.Supply.Build;

/// <summary>
/// The commit that is checked out: the only clock of a bill of materials, so that it can be made again.
/// </summary>
internal sealed record Commit(string Hash, DateTimeOffset At)
{
    /// <summary>Null = no git here, or no repository.</summary>
    internal static Commit? Current(string folder)
    {
        try
        {
            using var git = Process.Start(new ProcessStartInfo("git", ["-C", folder, "log", "-1", "--format=%H %ct"])
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            });
            var words = git!.StandardOutput.ReadToEnd().Split(' ', StringSplitOptions.TrimEntries);
            git.WaitForExit();
            return git.ExitCode == 0 && words is [var hash, var seconds]
                ? new Commit(hash, DateTimeOffset.FromUnixTimeSeconds(long.Parse(seconds, CultureInfo.InvariantCulture)))
                : null;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }
}
