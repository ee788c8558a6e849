using System.Threading.Channels;

namespace CheckIn.Gate.Identity;

/// <summary>Why the gate asks its hub before the hour is over.</summary>
internal enum Cue { Hour, Connected, Wanted, Lost }

/// <summary>
/// Wakes whoever asks the hub for what it has for this gate; from any thread, and never for longer than a moment. One
/// cue waits at most, the latest: what is asked for is the same, but a connection counts for more than the loss before
/// it.
/// </summary>
internal sealed class ProvisionCue
{
    private readonly Channel<Cue> _cues =
        Channel.CreateBounded<Cue>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropOldest });

    /// <summary>The version that the gate has; a wish for the same one wakes nobody.</summary>
    internal long? Version { get; set; }

    /// <summary>The hub has accepted the gate.</summary>
    internal void Connected() => _cues.Writer.TryWrite(Cue.Connected);

    /// <summary>The connection ended, or could not be made: the hub may say why over HTTPS.</summary>
    internal void Lost() => _cues.Writer.TryWrite(Cue.Lost);

    /// <summary>The hub's <c>desired</c> names a version.</summary>
    internal void Wanted(long version)
    {
        if (version != Version)
            _cues.Writer.TryWrite(Cue.Wanted);
    }

    /// <summary>Waits for a cue, or for <paramref name="atMost"/>.</summary>
    internal async Task<Cue> WaitAsync(TimeSpan atMost, TimeProvider time, CancellationToken stopping)
    {
        using var hour = new CancellationTokenSource(atMost, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stopping, hour.Token);
        try
        {
            return await _cues.Reader.ReadAsync(either.Token);
        }
        catch (OperationCanceledException) when (!stopping.IsCancellationRequested)
        {
            return Cue.Hour;
        }
    }
}
