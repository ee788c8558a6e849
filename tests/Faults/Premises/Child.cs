using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace CheckIn.Faults.Premises;

/// <summary>One life of a program: it can be killed, stopped, frozen and denied room on the disk.</summary>
internal sealed partial class Child : IDisposable
{
    private const int KeptLines = 60;
    private const int Sigkill = 9, Sigterm = 15, Sigcont = 18, Sigstop = 19;
    private const int FileSizeLimit = 1; // RLIMIT_FSIZE
    private readonly Process _process;
    private readonly Queue<string> _lines = new();
    private readonly TaskCompletionSource _exited = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile bool _wanted;

    internal Child(string name, ProcessStartInfo start)
    {
        Name = name;
        _process = new Process { StartInfo = start, EnableRaisingEvents = true };
        _process.OutputDataReceived += (_, line) => Keep(line.Data);
        _process.ErrorDataReceived += (_, line) => Keep(line.Data);
        _process.Exited += (_, _) => _exited.TrySetResult();
        _process.Start();
        Id = _process.Id;
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    internal string Name { get; }

    internal int Id { get; }

    internal bool HasExited => _exited.Task.IsCompleted || _process.HasExited;

    internal Task Exited => _exited.Task;

    /// <summary>How it ended, when nobody had asked it to; null otherwise.</summary>
    internal string? DiedByItself => HasExited && !_wanted
        ? string.Create(CultureInfo.InvariantCulture, $"{Name} with {_process.ExitCode}:\n{Tail}") : null;

    /// <summary>The last lines it printed.</summary>
    internal string Tail
    {
        get { lock (_lines) return string.Join('\n', _lines); }
    }

    internal string? LastLine
    {
        get { lock (_lines) return _lines.LastOrDefault(); }
    }

    /// <summary>Anonymous memory that is resident, bytes; 0 = it has ended.</summary>
    internal long AnonymousBytes => Status("RssAnon:");

    /// <summary>SIGKILL, at once: no farewell, no flush. True when it was there to be killed.</summary>
    internal bool Kill()
    {
        if (HasExited)
            return false;
        _wanted = true;
        return Signal(Id, Sigkill) == 0;
    }

    /// <summary>SIGTERM, and SIGKILL when that is not heeded; true if it was.</summary>
    internal async Task<bool> StopAsync()
    {
        _wanted = true;
        if (!HasExited)
            _ = Signal(Id, Sigterm);
        await Task.WhenAny(Exited, Task.Delay(TimeSpan.FromSeconds(15)));
        if (HasExited)
            return true;
        _ = Signal(Id, Sigkill);
        await Exited;
        return false;
    }

    internal void Freeze() => _ = HasExited ? 0 : Signal(Id, Sigstop);

    internal void Thaw() => _ = HasExited ? 0 : Signal(Id, Sigcont);

    /// <summary>No file may grow past so many bytes, as on a full disk; null = as big as it likes.</summary>
    internal unsafe bool LimitFiles(long? bytes)
    {
        var limit = new ResourceLimit { Soft = bytes is { } b ? (ulong)b : ulong.MaxValue, Hard = ulong.MaxValue };
        return !HasExited && SetLimit(Id, FileSizeLimit, &limit, null) == 0;
    }

    public void Dispose()
    {
        Kill();
        _process.WaitForExit(5000);
        _process.Dispose();
    }

    private long Status(string field)
    {
        try
        {
            var line = File.ReadLines(string.Create(CultureInfo.InvariantCulture, $"/proc/{Id}/status"))
                .FirstOrDefault(line => line.StartsWith(field, StringComparison.Ordinal));
            return line is null ? 0
                : 1024 * long.Parse(line.AsSpan(field.Length).Trim(" \tkB"), CultureInfo.InvariantCulture);
        }
        catch (IOException)
        {
            return 0;
        }
    }

    private void Keep(string? line)
    {
        if (line is null)
            return;
        lock (_lines)
        {
            _lines.Enqueue(line);
            if (_lines.Count > KeptLines)
                _lines.Dequeue();
        }
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct ResourceLimit
    {
        internal ulong Soft;
        internal ulong Hard;
    }

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static partial int Signal(int process, int signal);
    [LibraryImport("libc", EntryPoint = "prlimit", SetLastError = true)]
    private static unsafe partial int SetLimit(int process, int resource, ResourceLimit* limit, ResourceLimit* old);
}
