using CheckIn.Contract;

namespace CheckIn.Hub.Fleet;

/// <summary>One gate as the hub knows it now.</summary>
/// <param name="Id">The gate's id.</param>
/// <param name="State">From live evidence.</param>
/// <param name="Since">When that state began, by the hub's clock.</param>
/// <param name="LastSeen">When the gate last spoke, by the hub's clock.</param>
/// <param name="Session">Number of its current or last connection.</param>
/// <param name="Version">Version of its software.</param>
/// <param name="Backlog">Events waiting in its journal, as it last said.</param>
/// <param name="Clock">Its clock, as its health last told it; not kept over the hub's restart.</param>
public sealed record GateStatus(
    string Id, PresenceState State, DateTimeOffset? Since, DateTimeOffset? LastSeen, long Session, string? Version,
    long? Backlog, GateTime? Clock = null)
{
    private const int MostAlarms = 16;

    /// <summary>Words of the alarms that stand at the gate, as its health last told them; null = none.</summary>
    public IReadOnlyList<string>? Alarms { get; init; }

    /// <summary>Why it is degraded, of <see cref="DegradedCauses"/>, what matters most first; null = it is not.</summary>
    public IReadOnlyList<string>? Causes { get; init; }

    /// <summary>Boot id of its machine, as its last birth told it; null = not known.</summary>
    public string? Boot { get; init; }

    /// <summary>Whole days until its certificate ends, as its health last told; null = not told.</summary>
    public int? CertificateDaysLeft { get; init; }

    /// <summary>Its key is in two machines.</summary>
    public bool IsCopied { get; init; }

    /// <summary>
    /// It is there, and has not had in force for too long what is wanted of it; not kept over the hub's restart.
    /// </summary>
    public bool IsSettingsLate { get; init; }

    /// <summary>How full the gate's journal is, per cent; null = it has not told.</summary>
    public int? JournalPercent { get; init; }

    /// <summary>What became of commands since its program started, as its health last told; null = there was none.</summary>
    public CommandCounts? Commands { get; init; }

    /// <summary>How its machine is, as its health last told it; null = it has not told since the hub began.</summary>
    public GateHardware? Hardware { get; init; }

    /// <summary>The alarms of gate and hub together; null = none.</summary>
    internal IReadOnlyList<string>? AllAlarms =>
        !IsCopied || Alarms?.Contains(AlarmWords.IdentityCopied) == true ? Alarms : [.. Alarms ?? [], AlarmWords.IdentityCopied];

    /// <summary>What health tells of alarms, as far as it is words.</summary>
    internal static IReadOnlyList<string>? AlarmsIn(HealthMessage health)
    {
        var words = health.Alarms?.Where(IsWord).Take(MostAlarms).ToArray();
        return words is { Length: > 0 } ? words : null;
    }

    /// <summary>What health tells of commands, as far as it is words.</summary>
    internal static CommandCounts? CommandsIn(HealthMessage health, CommandCounts? before)
    {
        if (health.Commands is not { } told)
            return null;
        // Mostly nothing has changed, and then it is the same object.
        if (before is not null && before.Done == told.Done && before.Refused?.Values.Sum() == told.Refused?.Values.Sum())
            return before;
        var refused = told.Refused?.Where(static pair => IsWord(pair.Key)).Take(MostAlarms)
            .ToDictionary(StringComparer.Ordinal);
        return new CommandCounts(told.Done, refused is { Count: > 0 } ? refused : null);
    }

    private static bool IsWord(string? alarm) => alarm is { Length: >= 1 and <= 64 }
        && alarm.All(static letter => char.IsAsciiLetterLower(letter) || char.IsAsciiDigit(letter) || letter == '_');
}

/// <summary>A gate's clock beside the hub's.</summary>
/// <param name="Reading">What the gate told.</param>
/// <param name="AheadMs">Its wall time less the hub's when that was heard, ms; the way here included.</param>
public sealed record GateTime(ClockReading Reading, long AheadMs)
{
    /// <summary>
    /// Whether it tells of its boot what <paramref name="earlier"/> did not: the time at all, or twice as surely.
    /// </summary>
    internal bool IsNews(GateTime? earlier) => Reading.Quality is { } quality
        && !(earlier?.Reading is { } told && told.Boot == Reading.Boot && told.Quality?.ErrorMs <= quality.ErrorMs * 2);
}
