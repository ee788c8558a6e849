namespace CheckIn.Bench.Mqtt;

/// <summary>Where the many are.</summary>
internal enum LoadDirection
{
    /// <summary>Many publish, one subscribes.</summary>
    In,
    /// <summary>One publishes, many subscribe.</summary>
    Out,
}

/// <summary>One thing to measure.</summary>
/// <param name="Clients">On the side of the many.</param>
/// <param name="InFlight">Messages of one publisher under way at once.</param>
/// <param name="Qos">0 or 1, of publishing and of subscribing.</param>
/// <param name="Direction">Where the many are.</param>
internal sealed record LoadCase(int Clients, int InFlight, int Qos, LoadDirection Direction)
{
    /// <summary>Bytes, at least <see cref="LoadPublisher.StampBytes"/>.</summary>
    public int Payload { get; init; } = 100;

    /// <summary>Messages a second of all publishers, evenly; 0 = as fast as the answers come.</summary>
    public int Rate { get; init; }
}

/// <summary>What a generator counts between two moments.</summary>
internal sealed class LoadFigures
{
    public long Sent { get; set; }
    public long Acknowledged { get; set; }
    public long Consumed { get; set; }
    /// <summary>From sending to PUBACK.</summary>
    public Histogram ToAcknowledge { get; } = new();
    /// <summary>From sending to the subscriber.</summary>
    public Histogram ToConsume { get; } = new();
    public TimeSpan Duration { get; set; }
    /// <summary>Of the server.</summary>
    public TimeSpan Cpu { get; set; }
    /// <summary>Connections that the server ended meanwhile.</summary>
    public int Ended { get; set; }

    public double PerSecond(long count) => Math.Round(count / Duration.TotalSeconds);

    public void Clear()
    {
        Sent = Acknowledged = Consumed = 0;
        ToAcknowledge.Clear();
        ToConsume.Clear();
    }
}
