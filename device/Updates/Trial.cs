using System.Globalization;
using System.Runtime.InteropServices;
using CheckIn.Gate.Supervision;
using CheckIn.Gate.Turnstile;
using CheckIn.Updates;

namespace CheckIn.Gate.Updates;

/// <summary>
/// A candidate on trial, as its launcher has it. It confirms itself in the state file when it is healthy
/// (<see cref="TrialWatch"/>); the launcher only looks there, and writes only when the candidate's process is gone: so the
/// two never write at once. Once confirmed it goes on as the launcher's child until the next start, because taking its place
/// would close the entrance again.
/// </summary>
internal sealed class Trial : IDisposable
{
    private const int Sighup = 1;
    private const int Sigint = 2;
    private const int Sigterm = 15;
    private const long LookEveryNs = 100_000_000;
    private static readonly TimeSpan StartTakes = TimeSpan.FromMinutes(15);
    private static readonly TimeSpan StopTakes = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan LeastTrial = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan MostTrial = TimeSpan.FromHours(1);
    private readonly VersionStore _store;
    private readonly ReleaseKeys _keys;
    private readonly FileStream _lock;
    private readonly SystemdNotifier? _manager = SystemdNotifier.Find(Environment.GetEnvironmentVariable);
    private readonly List<PosixSignalRegistration> _signals = [];
    private volatile bool _stopping;
    private volatile int _child;

    private Trial(VersionStore store, ReleaseKeys keys, FileStream held) => (_store, _keys, _lock) = (store, keys, held);

    /// <summary>Null: another process has one.</summary>
    internal static Trial? Begin(VersionStore store, ReleaseKeys keys) =>
        store.TryLockTrial() is { } held ? new Trial(store, keys, held) : null;

    /// <summary>One trial, from its first state to its last.</summary>
    /// <returns>The exit code of this process; null = the state says what comes next.</returns>
    internal int? Run(string[] args)
    {
        // Again, now that nobody else has one.
        var plan = UpdateSteps.Start(_store.Read(), each => _store.IsGenuine(each, _keys));
        _store.Write(plan.State);
        if (plan is not { Launch: Launch.Trial, Version: { } version })
            return null;
        _manager?.Tell("STATUS=a version is on trial\nWATCHDOG=1\n" + Supervisor.WatchdogOf(StartTakes));
        try
        {
            Watch();
            _child = LauncherSyscalls.Start(ProgramCommand.Of(
                _store.PathOf(version.Release), args, (ProgramCommand.InstalledVariable, AppContext.BaseDirectory),
                (ProgramCommand.ParentVariable, Environment.ProcessId.ToString(CultureInfo.InvariantCulture)),
                // Meant for this process; the candidate is the one that feeds it.
                ("WATCHDOG_PID", null)));
            Launcher.Tell($"version {version.Version} (release {version.Release}) is on trial, process {_child}.");
            if (_stopping)
                LauncherSyscalls.Signal(_child, Sigterm);
            return Wait(TimeFor(plan.State.Terms), args);
        }
        catch (IOException e)
        {
            Launcher.Tell(e.Message);
            return Back(UpdateReasons.Storage, args);
        }
    }

    public void Dispose()
    {
        foreach (var signal in _signals)
            signal.Dispose();
        _manager?.Dispose();
        _lock.Dispose();
    }

    private static TimeSpan TimeFor(TrialTerms? terms) => TimeSpan.FromSeconds(Math.Clamp(
        terms?.TrialS ?? 0, (long)LeastTrial.TotalSeconds, (long)MostTrial.TotalSeconds));

    /// <summary>Waits for the end of the candidate, or of its time.</summary>
    private int? Wait(TimeSpan patience, string[] args)
    {
        var began = TimeProvider.System.GetTimestamp();
        var (onTrial, stopAt) = (true, 0L);
        while (true)
        {
            if (LauncherSyscalls.EndOf(_child, wait: false) is { } code)
                return Ended(code, args);
            if (_stopping && stopAt == 0)
                stopAt = TimeProvider.System.GetTimestamp();
            var isOver = TimeProvider.System.GetElapsedTime(began) > patience;
            if (_stopping ? TimeProvider.System.GetElapsedTime(stopAt) > StopTakes
                : isOver && onTrial && (onTrial = _store.Read().IsOnTrial))
            {
                // Without a farewell, which might wait for what hangs; and the service manager would take that for ours.
                LauncherSyscalls.Signal(_child, LauncherSyscalls.Sigkill);
                code = LauncherSyscalls.EndOf(_child, wait: true) ?? 0;
                // It may have confirmed itself at the last moment; then it is the version in service.
                return _stopping ? code : _store.Read().IsOnTrial ? Back(UpdateReasons.NotHealthy, args) : null;
            }
            LauncherSyscalls.Pause(LookEveryNs);
        }
    }

    private int? Ended(int code, string[] args)
    {
        if (_stopping)
            return code;
        var state = _store.Read();
        if (state.IsOnTrial)
            return Back(UpdateReasons.Ended, args);
        // It asks for what the state says now, or it ended after it was confirmed, which is its supervisor's business.
        return code == Launcher.StartAgain ? null : code;
    }

    /// <summary>The candidate is dead; its guard ends with it, and what neither has switched off goes off now.</summary>
    private int? Back(string why, string[] args)
    {
        // The launcher has one thread, which waits for processes, and nothing else to do meanwhile.
        ReleaseCommand.RunAsync(args, TimeProvider.System, TextWriter.Null, Console.Error).GetAwaiter().GetResult();
        var failed = UpdateSteps.TrialFailed(_store.Read(), why);
        _store.Write(failed);
        Launcher.Tell($"version {failed.News!.Version} (release {failed.News.Release}) is gone again: {why}. The version "
            + "before goes on; nothing of the journal is lost.");
        _manager?.Tell("STATUS=beginning anew\nWATCHDOG=1\n" + Supervisor.WatchdogOf(StartTakes));
        return null;
    }

    /// <summary>Whoever stops this process stops the candidate; what it is asked to do is passed on.</summary>
    private void Watch()
    {
        foreach (var (signal, number) in new[]
            { (PosixSignal.SIGTERM, Sigterm), (PosixSignal.SIGINT, Sigint), (PosixSignal.SIGHUP, Sighup) })
        {
            _signals.Add(PosixSignalRegistration.Create(signal, context =>
            {
                context.Cancel = true;
                _stopping = true;
                _manager?.Tell("STOPPING=1");
                if (_child is > 0 and var child)
                    LauncherSyscalls.Signal(child, number);
            }));
        }
    }
}
