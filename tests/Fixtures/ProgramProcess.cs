using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace CheckIn.Fixtures;

/// <summary>
/// A program of ours as a real process, with settings in its environment; it never outlives this object.
/// </summary>
public sealed partial class ProgramProcess : IAsyncDisposable
{
    private const int KeptLines = 400;
    private const int Sigterm = 15;
    private const int Sigcont = 18;
    private const int Sigstop = 19;
    private static readonly HashSet<int> Given = [];
    private readonly Process _process;
    private readonly Queue<string> _lines = new();

    private ProgramProcess(
        string program, IReadOnlyDictionary<string, string> settings, string workingDirectory,
        IEnumerable<string> arguments, IReadOnlyDictionary<string, string>? environment)
    {
        var start = new ProcessStartInfo("dotnet", [program, .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = workingDirectory,
        };
        foreach (var (key, value) in settings)
            start.Environment["CHECKIN_" + key.Replace(":", "__", StringComparison.Ordinal)] = value;
        foreach (var (name, value) in environment ?? new Dictionary<string, string>())
            start.Environment[name] = value;
        _process = new Process { StartInfo = start };
        _process.OutputDataReceived += (_, line) => Keep(line.Data);
        _process.ErrorDataReceived += (_, line) => Keep(line.Data);
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    public static ProgramProcess Start(
        string program, IReadOnlyDictionary<string, string> settings, string workingDirectory,
        IEnumerable<string>? arguments = null, IReadOnlyDictionary<string, string>? environment = null) =>
        new(program, settings, workingDirectory, arguments ?? [], environment);

    public int Id => _process.Id;

    public bool HasExited => _process.HasExited;

    public int ExitCode => _process.ExitCode;

    /// <summary>The last lines it printed.</summary>
    public string Tail
    {
        get { lock (_lines) return string.Join('\n', _lines); }
    }

    /// <summary>SIGKILL: no farewell, no flush.</summary>
    public async Task KillAsync()
    {
        if (!_process.HasExited)
            _process.Kill();
        await _process.WaitForExitAsync();
    }

    /// <summary>SIGTERM, and SIGKILL when that is not heeded in time; true if it was.</summary>
    public async Task<bool> StopAsync(TimeSpan patience)
    {
        if (!_process.HasExited)
            _ = SendSignal(_process.Id, Sigterm);
        using var limit = new CancellationTokenSource(patience);
        try
        {
            await _process.WaitForExitAsync(limit.Token);
            return true;
        }
        catch (OperationCanceledException)
        {
            await KillAsync();
            return false;
        }
    }

    /// <summary>SIGSTOP: it stands still, its connections stand.</summary>
    public void Pause() => _ = SendSignal(_process.Id, Sigstop);

    /// <summary>SIGCONT.</summary>
    public void Resume() => _ = SendSignal(_process.Id, Sigcont);

    /// <summary>Waits until it has ended by itself.</summary>
    public Task WaitForExitAsync(CancellationToken cancellation) => _process.WaitForExitAsync(cancellation);

    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        _process.Dispose();
    }

    /// <summary>A loopback port that was free a moment ago, and that nobody here was given before.</summary>
    public static int FreePort()
    {
        while (true)
        {
            using var listener = new TcpListener(IPAddress.Loopback, 0);
            listener.Start();
            var port = ((IPEndPoint)listener.LocalEndpoint).Port;
            lock (Given)
            {
                // The system may offer a port again that was not taken yet.
                if (Given.Add(port))
                    return port;
            }
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

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static partial int SendSignal(int process, int signal);
}
