using System.Diagnostics;

namespace CheckIn.Gate.Tests.Journal;

/// <summary>A process of its own that appends to a journal (<see cref="StartupHook"/>).</summary>
internal static class JournalChild
{
    /// <param name="journal">The file.</param>
    /// <param name="how">Empty = for ever; "stubbornly" = for ever, whatever happens; a number = so many, one by one.</param>
    /// <param name="under">Command that starts it, such as a shell that sets limits; its own follows as arguments.</param>
    internal static Process Start(string journal, string how, params string[] under)
    {
        var self = typeof(JournalChild).Assembly.Location;
        string[] command = [.. under, Environment.ProcessPath!, "exec", self];
        return Process.Start(new ProcessStartInfo(command[0], command[1..])
        {
            RedirectStandardOutput = true,
            Environment =
            {
                ["DOTNET_STARTUP_HOOKS"] = self,
                [StartupHook.PathVariable] = journal,
                [StartupHook.HowVariable] = how,
            },
        })!;
    }
}
