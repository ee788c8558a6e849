using CheckIn.Contract;
using CheckIn.Gate.Identity;

namespace CheckIn.Gate.Uplink;

/// <summary>How the connection to the hub is, for health and the technician; safe from any thread.</summary>
/// <param name="time">Its clock.</param>
/// <param name="loss">Hears of it too; null = nobody is to be told of a loss.</param>
/// <param name="copied">Hears who else takes this gate's place; null = nobody is to be told.</param>
/// <param name="cue">Hears of it too; null = the hub has nothing for this gate.</param>
internal sealed class HubLink(
    TimeProvider time, HubLoss? loss = null, CopiedIdentity? copied = null, ProvisionCue? cue = null)
{
    private const int MostText = 300;
    private readonly Lock _lock = new();
    private long _since = time.GetTimestamp();
    private bool _connected;
    private long _connections;
    private long _session;
    private double? _roundTripMs;
    private string? _problem;

    /// <summary>Number of the last connection; 0 = there was none yet.</summary>
    internal long Session => Interlocked.Read(ref _session);

    internal LinkHealth Now
    {
        get
        {
            lock (_lock)
            {
                var seconds = (long)time.GetElapsedTime(_since).TotalSeconds;
                return new(_connected ? seconds : null, _connected ? null : seconds, _connections, _roundTripMs, _problem);
            }
        }
    }

    /// <summary>The gate has appeared at the hub.</summary>
    /// <param name="session">Number of the connection.</param>
    /// <param name="roundTrip">To the hub and back, just now.</param>
    internal void Connected(long session, TimeSpan roundTrip)
    {
        lock (_lock)
        {
            (_connected, _since, _problem) = (true, time.GetTimestamp(), null);
            _roundTripMs = Math.Round(roundTrip.TotalMilliseconds, 1);
            _connections++;
            _session = session;
        }
        loss?.Connected();
        copied?.Connected();
        cue?.Connected();
    }

    /// <summary>The hub has something for this gate.</summary>
    internal void Wanted(DesiredMessage desired) => cue?.Wanted(desired.Version);

    /// <summary>The hub ended it because somebody connected as this gate.</summary>
    internal void TakenOver() => copied?.TakenOver();

    /// <summary>It ended, or could not be made.</summary>
    internal void Lost(string why)
    {
        lock (_lock)
        {
            if (_connected)
                (_connected, _since) = (false, time.GetTimestamp());
            _problem = why.Length > MostText ? why[..MostText] : why;
        }
        loss?.Gone();
        cue?.Lost();
    }
}
