using System.Runtime.InteropServices;

namespace CheckIn.Gate.Service.Commands;

/// <summary>Ctrl+C and SIGTERM as a token, so that a command puts away what it has opened before it ends.</summary>
internal sealed class Interrupt : IDisposable
{
    private readonly CancellationTokenSource _asked = new();
    private readonly PosixSignalRegistration[] _signals;

    internal Interrupt() => _signals =
    [
        PosixSignalRegistration.Create(PosixSignal.SIGINT, End),
        PosixSignalRegistration.Create(PosixSignal.SIGTERM, End),
    ];

    internal CancellationToken Token => _asked.Token;

    public void Dispose()
    {
        foreach (var signal in _signals)
            signal.Dispose();
        _asked.Dispose();
    }

    private void End(PosixSignalContext context)
    {
        context.Cancel = true;
        _asked.Cancel();
    }
}
