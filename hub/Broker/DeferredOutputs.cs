namespace CheckIn.Hub.Broker;

/// <summary>
/// Outputs that a reading loop has given something to write while it worked through what it had received. The loop's
/// thread writes them when its own answers are out, which spares a thread's waking for each message; past a few it is
/// the thread pool's work after all, so that a message for thousands does not keep its publisher waiting.
/// </summary>
internal sealed class DeferredOutputs
{
    private const int Most = 16;

    [ThreadStatic]
    private static DeferredOutputs? _ofThread;

    private readonly ConnectionOutput?[] _outputs = new ConnectionOutput?[Most];
    private int _count;
    private int _open;

    /// <summary>From here on this thread gathers.</summary>
    public static DeferredOutputs Begin()
    {
        var mine = _ofThread ??= new DeferredOutputs();
        mine._open++;
        return mine;
    }

    /// <summary>False when the output must find another thread.</summary>
    public static bool TryAdd(ConnectionOutput output)
    {
        if (_ofThread is not { _open: > 0, _count: < Most } mine)
            return false;
        mine._outputs[mine._count++] = output;
        return true;
    }

    /// <summary>Gathers no more, and has everything written. On the thread that began.</summary>
    public void End()
    {
        if (--_open > 0)
            return;
        for (var i = 0; i < _count; i++)
        {
            var output = _outputs[i]!;
            _outputs[i] = null;
            output.PumpSome();
        }
        _count = 0;
    }
}
