using System.Globalization;
using System.Runtime.InteropServices;

namespace CheckIn.Hardware.Programs;

/// <summary>Signals to processes that were not started here.</summary>
internal static partial class Signal
{
    internal const int Kill = 9, Stop = 19;

    internal static void Send(int process, int signal) => _ = SendSignal(process, signal);

    /// <summary>The processes that a process has started.</summary>
    internal static IEnumerable<int> Children(int parent)
    {
        foreach (var folder in Directory.EnumerateDirectories("/proc"))
        {
            if (!int.TryParse(Path.GetFileName(folder), NumberStyles.None, CultureInfo.InvariantCulture, out var id))
                continue;
            // "id (name) state parent …"
            if (Read(folder + "/stat").Split(") ")[^1].Split(' ') is [_, var of, ..]
                && of == parent.ToString(CultureInfo.InvariantCulture))
                yield return id;
        }
    }

    private static string Read(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (IOException)
        {
            return "";
        }
    }

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static partial int SendSignal(int process, int signal);
}
