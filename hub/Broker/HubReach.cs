namespace CheckIn.Hub.Broker;

/// <summary>
/// Whether gates can reach the hub, so that nobody is called lost whom the hub merely could not hear: closed until its
/// own endpoint listens, while the link to an external server is down and while the hub stops; busy while the endpoint
/// turns connections away as too many.
/// </summary>
internal sealed class HubReach(TimeProvider time)
{
    private const long Never = 0;
    private static readonly TimeSpan BusyLasts = TimeSpan.FromMinutes(1);
    private readonly Lock _changing = new();
    private volatile bool _isOpen = true;
    private long _turnedAwayAt = Never;

    /// <summary>
    /// Called before it opens (true) and after it has closed, one at a time: whoever is about to hear again is ready then.
    /// </summary>
    internal event Action<bool>? Changed;

    /// <summary>While the hub cannot hear gates, their connections stand: an external server holds them.</summary>
    internal bool KeepsConnections { get; set; }

    internal bool IsOpen => _isOpen;

    /// <summary>A connection was turned away as one too many within the last minute.</summary>
    internal bool IsBusy => Interlocked.Read(ref _turnedAwayAt) is var at && at != Never && time.GetElapsedTime(at) < BusyLasts;

    internal void Open()
    {
        lock (_changing)
        {
            if (_isOpen)
                return;
            Changed?.Invoke(true);
            _isOpen = true;
        }
    }

    internal void Close()
    {
        lock (_changing)
        {
            if (!_isOpen)
                return;
            _isOpen = false;
            Changed?.Invoke(false);
        }
    }

    internal void TurnAway() => Interlocked.Exchange(ref _turnedAwayAt, time.GetTimestamp());
}
