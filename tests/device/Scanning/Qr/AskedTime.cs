namespace CheckIn.Gate.Tests.Scanning.Qr;

/// <summary>A clock that moves on only when it is asked: how long a reading takes is how often it asks.</summary>
internal sealed class AskedTime(TimeSpan perAsk) : TimeProvider
{
    private long _timestamp;

    internal int Asked { get; private set; }

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp()
    {
        Asked++;
        return _timestamp += perAsk.Ticks;
    }
}
