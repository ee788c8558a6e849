using System.Diagnostics;
using System.Globalization;

namespace CheckIn.Hardware.Programs;

/// <summary>The gate as the service manager runs it, by its own unit file.</summary>
internal static class Unit
{
    private const string Name = "checkin-gate.service";

    internal static int MainProcess => int.Parse(Property("MainPID"), CultureInfo.InvariantCulture);

    internal static int Restarts => int.Parse(Property("NRestarts"), CultureInfo.InvariantCulture);

    /// <summary>Such as active, activating, inactive or failed.</summary>
    internal static string State => Property("ActiveState");

    /// <summary>What the gate says of itself.</summary>
    internal static string Status => Property("StatusText");

    /// <summary>How the command ended that drives the lines after every end; "0" = well.</summary>
    internal static string AfterTheEnd =>
        Property("ExecStopPost").Split("status=") is [.., var last] ? last.Split(['/', ' ', '}'])[0] : "";

    internal static string Log => Ask("journalctl", "-u", Name, "--no-pager", "-o", "cat", "-n", "40");

    internal static void Control(string verb) => Ask("systemctl", verb, Name);

    private static string Property(string name) => Ask("systemctl", "show", "-p", name, "--value", Name).Trim();

    private static string Ask(string program, params string[] words)
    {
        using var process = Process.Start(
            new ProcessStartInfo(program, words) { RedirectStandardOutput = true })!;
        var answer = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return answer;
    }
}
