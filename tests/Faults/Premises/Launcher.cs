using System.Collections.Concurrent;
using System.Diagnostics;

namespace CheckIn.Faults.Premises;

/// <summary>
/// Starts every process of a run, few at a time: the start of a program costs more than all it does afterwards, and
/// twenty at once would make a fault of the machine's slowness. None outlives the run: where setpriv is at hand the
/// kernel kills them with the thread that started them, so that thread lives as long as the run; elsewhere they
/// are killed when the run ends in order.
/// </summary>
internal sealed class Launcher : IDisposable
{
    private const int AtOnce = 2;
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(20);
    private static readonly string? Setpriv = Find("setpriv");
    private readonly BlockingCollection<Action> _work = [];
    private readonly SemaphoreSlim _turns = new(AtOnce);
    private readonly ConcurrentDictionary<Child, bool> _children = new();

    internal Launcher() => new Thread(() =>
    {
        foreach (var work in _work.GetConsumingEnumerable())
            work();
    })
    { IsBackground = true, Name = "launcher" }.Start();

    internal int Started { get; private set; }

    /// <summary>Starts a program; returns when it is ready, has ended, or has taken too long.</summary>
    internal async Task<Child> StartAsync(
        string name, IReadOnlyList<string> command, IReadOnlyDictionary<string, string> environment, string folder,
        Func<Task<bool>> ready, bool isUrgent, CancellationToken cancellation)
    {
        // Without hub or broker there is no link to cut and nothing to store: they wait for no gate's start.
        if (!isUrgent)
            await _turns.WaitAsync(cancellation);
        try
        {
            var began = TimeProvider.System.GetTimestamp();
            var child = await OnThreadAsync(() => new Child(name, Describe(command, environment, folder)));
            Started++;
            _children[child] = true;
            while (!child.HasExited && TimeProvider.System.GetElapsedTime(began) < Longest && !await ready())
                await Task.Delay(20, cancellation);
            return child;
        }
        finally
        {
            if (!isUrgent)
                _turns.Release();
        }
    }

    /// <summary>Kills what still runs.</summary>
    public void Dispose()
    {
        foreach (var child in _children.Keys)
            child.Dispose();
        _work.CompleteAdding();
        _turns.Dispose();
    }

    private Task<Child> OnThreadAsync(Func<Child> start)
    {
        var started = new TaskCompletionSource<Child>(TaskCreationOptions.RunContinuationsAsynchronously);
        _work.Add(() =>
        {
            try
            {
                started.SetResult(start());
            }
            catch (Exception e)
            {
                started.SetException(e);
            }
        });
        return started.Task;
    }

    private static ProcessStartInfo Describe(
        IReadOnlyList<string> command, IReadOnlyDictionary<string, string> environment, string folder)
    {
        // A file over its limit is an error like a full disk, not a signal that ends the process.
        string[] shell = ["sh", "-c", "trap '' XFSZ; exec \"$@\"", "checkin"];
        string[] mortal = Setpriv is { } setpriv ? [setpriv, "--pdeathsig", "KILL", "--"] : [];
        string[] all = [.. mortal, .. shell, .. command];
        var start = new ProcessStartInfo(all[0], all.Skip(1))
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = folder,
        };
        foreach (var (key, value) in environment)
            start.Environment[key] = value;
        return start;
    }

    private static string? Find(string name) => (Environment.GetEnvironmentVariable("PATH") ?? "")
        .Split(Path.PathSeparator).Select(folder => Path.Combine(folder, name)).FirstOrDefault(File.Exists);
}
