namespace CheckIn.FleetSimulator;

/// <summary>What is to be simulated.</summary>
internal sealed record FleetOptions
{
    /// <summary>Gates, each with a connection of its own.</summary>
    public required int Gates { get; init; }

    public required Scenario Scenario { get; init; }

    /// <summary>The hub's MQTT endpoint, <c>mqtt://host:port</c>.</summary>
    public required Uri Hub { get; init; }

    /// <summary>How long events come about once all gates are connected.</summary>
    public required TimeSpan Duration { get; init; }

    /// <summary>Events of one gate a second; in <c>morning</c> at the peak.</summary>
    public required double Rate { get; init; }

    /// <summary>Events that each gate has stored before it connects.</summary>
    public required int Backlog { get; init; }

    /// <summary>What comes about when; the waits between connections have dice of their own.</summary>
    public required int Seed { get; init; }

    /// <summary>How long gates may take to connect, and what is outstanding at the end to be acknowledged.</summary>
    public required TimeSpan Grace { get; init; }

    /// <summary>First connections begun a second.</summary>
    public required int Ramp { get; init; }

    /// <summary>Beginning of the gates' ids.</summary>
    public required string Prefix { get; init; }

    /// <summary>The hub's HTTP address, where its store is compared at the end; null = it is not.</summary>
    public Uri? Check { get; init; }

    /// <summary>Further gates that fall silent with their sockets open once all are connected; 0 = none.</summary>
    public int Silent { get; init; }

    /// <summary>Gates that refuse what is rolled out in stages; 0 = nothing is.</summary>
    public int Failing { get; init; }

    /// <summary>Failed of decided gates, per cent, at which that is to stop.</summary>
    public decimal StopAt { get; init; } = 5;

    /// <summary>Those that fail are spread over all.</summary>
    internal bool IsFailing(int number) =>
        Failing > 0 && (long)number * Failing / Gates != (long)(number + 1) * Failing / Gates;

    /// <summary>Nothing is printed but the last line.</summary>
    public bool IsQuiet { get; init; }
}
