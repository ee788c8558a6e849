namespace CheckIn.FleetSimulator;

/// <summary>When a gate's events come about.</summary>
internal enum Arrivals
{
    /// <summary>At even distances, each gate from a moment of its own.</summary>
    Even,
    /// <summary>At random (Poisson), few at first and at the end, the most in the middle.</summary>
    Peak,
    /// <summary>Never: what there is was stored before.</summary>
    None,
}

/// <summary>A kind of day, or of trouble.</summary>
/// <param name="Name">Its word on the command line.</param>
/// <param name="Sentence">What happens.</param>
/// <param name="Arrivals">When events come about.</param>
/// <param name="Rate">Events of one gate a second, unless said otherwise.</param>
internal sealed record Scenario(string Name, string Sentence, Arrivals Arrivals, double Rate)
{
    /// <summary>Share of the run after which all links are cut at once; null = they are not.</summary>
    public double? CutAt { get; init; }

    /// <summary>Events stored before the first connection, unless said otherwise.</summary>
    public int Backlog { get; init; }

    /// <summary>One gate in so many reads slowly, and there are as many hostile clients; 0 = none.</summary>
    public int OneSlowIn { get; init; }

    /// <summary>Mean time from one going of a gate to the next; null = they stay.</summary>
    public TimeSpan? FlapEvery { get; init; }

    /// <summary>Share of the gates that fall silent, unless said otherwise.</summary>
    public double SilentShare { get; init; }

    /// <summary>The hub is asked to change settings of all gates.</summary>
    public bool ChangesSettings { get; init; }

    public static IReadOnlyList<Scenario> All { get; } =
    [
        new("steady", "every gate has an event every 10 s, at even distances", Arrivals.Even, 0.1),
        new("morning", "people arrive at random, more and more up to the peak in the middle of the run, then fewer",
            Arrivals.Peak, 0.2),
        new("reconnect", "after a third of the run all links are cut at once, and all gates come back",
            Arrivals.Even, 0.1)
        { CutAt = 1 / 3.0 },
        new("backlog", "every gate connects with stored events and drains them; no new ones come about",
            Arrivals.None, 0)
        { Backlog = 500 },
        new("slow", "as steady, but one gate in a hundred reads slowly, and as many strangers are hostile: silent, "
            + "stalling within a packet, deaf, or sending rubbish", Arrivals.Even, 0.1)
        { OneSlowIn = 100 },
        new("flap", "as steady, but every gate goes every 10 s on average, half without a farewell, and comes back",
            Arrivals.Even, 0.1)
        { FlapEvery = TimeSpan.FromSeconds(10) },
        new("silent", "as steady, but some gates (--silent) fall silent in one moment with their sockets open; the hub "
            + "(--check) is asked whether it calls these lost and no others", Arrivals.Even, 0.01)
        { SilentShare = 0.025 },
        new("settings", "as steady; the hub (--check) is asked to change a setting of all gates, and it is measured until "
            + "they have it; then to roll one out in stages that --failing gates refuse", Arrivals.Even, 0.01)
        { ChangesSettings = true },
    ];
}
