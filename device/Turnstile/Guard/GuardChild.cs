using System.Collections;
using System.Runtime.InteropServices;

namespace CheckIn.Gate.Turnstile.Guard;

/// <summary>
/// The guard's process as its parent has it. It is started by posix_spawn, because there the child's own copy of a
/// descriptor loses close-on-exec and ours keeps it: whatever else this program starts at the same moment cannot inherit
/// a relay's line. Signals that a service manager or a terminal sends to both are blocked in it from its first instruction
/// on, so that it outlasts an orderly end of the gate and ends by the end of its input.
/// </summary>
internal sealed unsafe class GuardChild : IDisposable
{
    private static readonly TimeSpan DeathTakesAtMost = TimeSpan.FromMilliseconds(300);
    private static readonly int[] Blocked = [1, 2, 3, 15]; // SIGHUP, SIGINT, SIGQUIT, SIGTERM

    /// <summary>
    /// Nothing of ours but where the runtime is: no settings, no service manager's socket. The rest keeps it small: no
    /// diagnostics port, code compiled once, no languages, a heap for what happens before it listens.
    /// </summary>
    private static readonly string[] Handed = ["PATH", "HOME", "TMPDIR", "LANG", "LD_LIBRARY_PATH"];

    private static readonly string[] Lean =
    [
        "DOTNET_EnableDiagnostics=0", "DOTNET_TieredCompilation=0", "DOTNET_TieredPGO=0", "DOTNET_gcConcurrent=0",
        "DOTNET_GCgen0size=0x40000", "DOTNET_GCHeapHardLimit=0x1000000", "DOTNET_GCHeapCount=1",
        "DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=1",
    ];

    private readonly int _process;
    private readonly int _answers;
    private int _requests;
    private bool _reaped;

    private GuardChild(int process, int requests, int answers) => (_process, _requests, _answers) = (process, requests, answers);

    internal int Id => _process;

    /// <summary>The descriptor on which answers come.</summary>
    internal int Answers => _answers;

    /// <param name="command">Program and arguments.</param>
    /// <param name="inherited">Descriptors that it has besides its standard ones.</param>
    /// <exception cref="IOException">It cannot be started; the message says why.</exception>
    internal static GuardChild Start(IReadOnlyList<string> command, IEnumerable<int> inherited)
    {
        var (toRead, toWrite) = Pipe();
        var (answers, answersEnd) = Pipe();
        // Neither ever waits for the other.
        _ = GuardSyscalls.Control(toWrite, GuardSyscalls.SetFlags, GuardSyscalls.NonBlocking);
        _ = GuardSyscalls.Control(answersEnd, GuardSyscalls.SetFlags, GuardSyscalls.NonBlocking);
        try
        {
            return new GuardChild(Spawn(command, toRead, answersEnd, inherited), toWrite, answers);
        }
        catch
        {
            _ = GuardSyscalls.Close(toWrite);
            _ = GuardSyscalls.Close(answers);
            throw;
        }
        finally
        {
            _ = GuardSyscalls.Close(toRead);
            _ = GuardSyscalls.Close(answersEnd);
        }
    }

    /// <summary>False when the guard is gone, or has not read for so long that the pipe is full.</summary>
    internal bool TrySend(GuardRequest request) =>
        _requests >= 0 && GuardSyscalls.Write(_requests, &request, GuardRequest.Bytes) == GuardRequest.Bytes;

    /// <summary>Reads what has come; 0 = the guard has ended.</summary>
    internal int Read(Span<byte> into)
    {
        fixed (byte* buffer = into)
        {
            nint count;
            do
                count = GuardSyscalls.Read(_answers, buffer, (nuint)into.Length);
            while (count < 0 && Marshal.GetLastPInvokeError() == GuardSyscalls.Interrupted);
            return (int)Math.Max(0, count);
        }
    }

    /// <summary>The guard's input ends, so it switches its lines off and ends.</summary>
    internal void EndInput()
    {
        if (_requests >= 0)
            _ = GuardSyscalls.Close(_requests);
        _requests = -1;
    }

    /// <summary>SIGKILL, and waits a moment until it is dead: a process in the kernel's hands may take its time.</summary>
    internal void Kill()
    {
        EndInput();
        if (_reaped)
            return;
        _ = GuardSyscalls.Kill(_process, GuardSyscalls.Sigkill);
        var began = TimeProvider.System.GetTimestamp();
        var millisecond = new GuardSyscalls.TimeSpec { Nanoseconds = 1_000_000 };
        while (!TryReap() && TimeProvider.System.GetElapsedTime(began) < DeathTakesAtMost)
            _ = GuardSyscalls.Poll(null, 0, &millisecond, null);
    }

    public void Dispose()
    {
        Kill();
        _ = GuardSyscalls.Close(_answers);
    }

    private bool TryReap()
    {
        var status = 0;
        _reaped = GuardSyscalls.WaitPid(_process, &status, GuardSyscalls.NoHang) != 0;
        return _reaped;
    }

    private static (int Read, int Write) Pipe()
    {
        var ends = stackalloc int[2];
        return GuardSyscalls.Pipe(ends, GuardSyscalls.CloseOnExec) == 0
            ? (ends[0], ends[1])
            : throw Failure("make a pipe", Marshal.GetLastPInvokeError());
    }

    private static int Spawn(IReadOnlyList<string> command, int input, int output, IEnumerable<int> inherited)
    {
        byte* actions = stackalloc byte[GuardSyscalls.RoomForAnyStructure];
        byte* attributes = stackalloc byte[GuardSyscalls.RoomForAnyStructure];
        byte* signals = stackalloc byte[GuardSyscalls.RoomForAnyStructure];
        _ = GuardSyscalls.InitActions(actions);
        _ = GuardSyscalls.InitAttributes(attributes);
        using var arguments = new CStrings(command);
        using var environment = new CStrings(Environment());
        try
        {
            _ = GuardSyscalls.AddDuplicate(actions, input, 0);
            _ = GuardSyscalls.AddDuplicate(actions, output, 1);
            // A duplicate onto itself: the descriptor stays open in the child.
            foreach (var fd in inherited)
                _ = GuardSyscalls.AddDuplicate(actions, fd, fd);
            _ = GuardSyscalls.NoSignals(signals);
            foreach (var signal in Blocked)
                _ = GuardSyscalls.AddSignal(signals, signal);
            _ = GuardSyscalls.SetSpawnFlags(attributes, GuardSyscalls.SpawnSetMask);
            _ = GuardSyscalls.SetSpawnMask(attributes, signals);
            int process;
            var error = GuardSyscalls.Spawn(
                &process, arguments.First, actions, attributes, arguments.Pointers, environment.Pointers);
            return error == 0 ? process : throw Failure($"start {command[0]}", error);
        }
        finally
        {
            _ = GuardSyscalls.DestroyActions(actions);
            _ = GuardSyscalls.DestroyAttributes(attributes);
        }
    }

    private static List<string> Environment()
    {
        var environment = new List<string>(Lean);
        foreach (DictionaryEntry variable in System.Environment.GetEnvironmentVariables())
        {
            if (variable.Key is string name
                && (Handed.Contains(name) || name.StartsWith("DOTNET_ROOT", StringComparison.Ordinal)))
                environment.Add($"{name}={variable.Value}");
        }
        return environment;
    }

    private static IOException Failure(string what, int error) =>
        new($"cannot {what}: {Marshal.GetPInvokeErrorMessage(error)}");
}
