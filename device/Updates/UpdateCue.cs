using System.Threading.Channels;

namespace CheckIn.Gate.Updates;

/// <summary>
/// Wakes whoever looks after updates: the hub has just answered, so it may want another version, and can be told of one.
/// From any thread, never for longer than a moment.
/// </summary>
internal sealed class UpdateCue
{
    private readonly Channel<bool> _cues =
        Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropOldest });

    /// <summary>The hub has answered.</summary>
    internal void Answered() => _cues.Writer.TryWrite(true);

    /// <summary>Waits for that, or for <paramref name="atMost"/>.</summary>
    internal async Task WaitAsync(TimeSpan atMost, TimeProvider time, CancellationToken stopping)
    {
        using var limit = new CancellationTokenSource(atMost, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stopping, limit.Token);
        try
        {
            await _cues.Reader.ReadAsync(either.Token);
        }
        catch (OperationCanceledException) when (!stopping.IsCancellationRequested)
        {
            // Its time is over.
        }
    }
}
