using System.Runtime.InteropServices;
using System.Text.Json;

namespace CheckIn.Faults.Premises;

/// <summary>A pin changed its level.</summary>
/// <param name="Ns">CLOCK_MONOTONIC as the gate had it, ns.</param>
/// <param name="Pin">Which.</param>
/// <param name="Level">1 = active.</param>
internal readonly record struct Edge(long Ns, int Pin, int Level)
{
    internal const int Relay = 17, Green = 22, Red = 27;

    /// <summary>The turnstile opens, or the visitor sees red: the gate has answered.</summary>
    internal bool IsAnswer => Level == 1 && Pin is Relay or Red;
}

/// <summary>
/// What a gate does with its pins, seen as a bystander sees it: the gate's virtual pins write into a pipe. A pipe keeps
/// what a killed process wrote, and knows no full disk.
/// </summary>
internal sealed partial class PinWatch : IDisposable
{
    private const int OpenFlags = 0x2 | 0x80000; // O_RDWR | O_CLOEXEC: never at its end
    private readonly int _fd;
    private readonly Lock _lock = new();
    private readonly List<Edge> _edges = [];
    private readonly HashSet<int> _active = [];
    private TaskCompletionSource _change = New();
    private long _answers;
    private long _answeredNs;
    private volatile bool _disposed;

    internal PinWatch(string path)
    {
        Path = path;
        if (MakePipe(path, 0x180) != 0 || (_fd = Open(path, OpenFlags)) < 0)
            throw new IOException($"{path} cannot be made.");
        new Thread(Read) { IsBackground = true, Name = "pins" }.Start();
    }

    internal string Path { get; }

    /// <summary>Answers so far.</summary>
    internal long Answers
    {
        get { lock (_lock) return _answers; }
    }

    /// <summary>When the last answer was given, CLOCK_MONOTONIC, ns.</summary>
    internal long AnsweredNs
    {
        get { lock (_lock) return _answeredNs; }
    }

    /// <summary>Every edge so far, in the order in which they were written.</summary>
    internal List<Edge> Edges
    {
        get { lock (_lock) return [.. _edges]; }
    }

    /// <summary>The process has ended: real lines fall back to inactive.</summary>
    internal void Release()
    {
        lock (_lock)
            _active.Clear();
    }

    /// <summary>Pins that are active now.</summary>
    internal IReadOnlyList<int> Active
    {
        get { lock (_lock) return [.. _active]; }
    }

    /// <summary>
    /// Completes with true when there are more answers than so many and all is dark again, with false when the gate is
    /// gone or patience has an end before.
    /// </summary>
    internal async Task<bool> AnsweredAsync(long beyond, Task gone, TimeSpan patience)
    {
        var late = Task.Delay(patience);
        while (true)
        {
            Task change;
            lock (_lock)
            {
                if (_answers > beyond && _active.Count == 0)
                    return true;
                change = _change.Task;
            }
            if (await Task.WhenAny(change, gone, late) != change)
                return false;
        }
    }

    public void Dispose()
    {
        _disposed = true;
        _ = Write(_fd, "\n"u8.ToArray(), 1);
    }

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private void Read()
    {
        var buffer = new byte[4096];
        var held = 0;
        while (true)
        {
            var count = (int)Read(_fd, ref buffer[held], (nuint)(buffer.Length - held));
            if (_disposed)
                break;
            if (count <= 0)
                continue;
            held += count;
            var start = 0;
            for (int end; (end = buffer.AsSpan(start, held - start).IndexOf((byte)'\n')) >= 0; start += end + 1)
                Take(buffer.AsSpan(start, end));
            buffer.AsSpan(start, held - start).CopyTo(buffer);
            held -= start;
        }
        _ = Close(_fd);
    }

    private void Take(ReadOnlySpan<byte> line)
    {
        if (line.IsEmpty)
            return;
        using var json = JsonDocument.Parse(line.ToArray());
        var edge = new Edge(
            json.RootElement.GetProperty("t_ns").GetInt64(), json.RootElement.GetProperty("pin").GetInt32(),
            json.RootElement.GetProperty("level").GetInt32());
        TaskCompletionSource change;
        lock (_lock)
        {
            _edges.Add(edge);
            if (edge.Level == 1)
                _active.Add(edge.Pin);
            else
                _active.Remove(edge.Pin);
            if (edge.IsAnswer)
                (_answers, _answeredNs) = (_answers + 1, edge.Ns);
            (change, _change) = (_change, New());
        }
        change.SetResult();
    }

    [LibraryImport("libc", EntryPoint = "mkfifo", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int MakePipe(string path, uint mode);
    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);
    [LibraryImport("libc", EntryPoint = "read", SetLastError = true)]
    private static partial nint Read(int fd, ref byte buffer, nuint count);
    [LibraryImport("libc", EntryPoint = "write", SetLastError = true)]
    private static partial nint Write(int fd, byte[] bytes, nuint count);
    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int Close(int fd);
}
