using System.ComponentModel.DataAnnotations;

namespace CheckIn.Hub.Alerts;

/// <summary>When something is an alert; section <c>Alerts</c>.</summary>
public sealed class AlertOptions : IValidatableObject
{
    private static readonly TimeSpan Longest = TimeSpan.FromDays(7);

    /// <summary>
    /// Events waiting in a connected gate that are a backlog, 10 to 10,000,000, default 1000; it is over at half of
    /// them.
    /// </summary>
    [Range(10, 10_000_000)]
    public long Backlog { get; set; } = 1000;

    /// <summary>
    /// Of 100 pictures with something like a code, how many may not be readable, 1 to 100, default 80. One person
    /// holds a code into many pictures before it is read.
    /// </summary>
    [Range(1, 100)]
    public int UnreadablePercent { get; set; } = 80;

    /// <summary>Pictures in ten minutes below which their rate says nothing, 10 to 100,000, default 60.</summary>
    [Range(10, 100_000)]
    public int UnreadableLeast { get; set; } = 60;

    /// <summary>For how long cleared alerts are kept, 30 d to 3650 d, default 400 d.</summary>
    [Range(typeof(TimeSpan), "30.00:00:00", "3650.00:00:00")]
    public TimeSpan Keep { get; set; } = TimeSpan.FromDays(400);

    /// <summary>
    /// What is otherwise than by default for a kind, such as <c>Alerts:Rules:offline:RaiseAfter</c>; the kinds and
    /// their defaults stand in docs/alerts.md.
    /// </summary>
    public Dictionary<string, AlertRuleOptions> Rules { get; set; } = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        foreach (var (kind, rule) in Rules)
        {
            if (!AlertRules.Kinds.Contains(kind))
                yield return new ValidationResult(
                    $"Alerts:Rules:{kind} is no kind of alert; there are: {string.Join(", ", AlertRules.Kinds)}.");
            foreach (var (name, value) in rule.Times)
            {
                if (value < TimeSpan.Zero || value > Longest)
                    yield return new ValidationResult(
                        $"Alerts:Rules:{kind}:{name} is '{value}'; allowed: 00:00:00 to {Longest}.");
            }
        }
    }
}

/// <summary>One kind's rule; what is not said is as by default.</summary>
public sealed class AlertRuleOptions
{
    /// <summary>How much it matters: Notice, Warning or Critical.</summary>
    public Severity? Severity { get; set; }

    /// <summary>How long it must last before somebody is told, 0 to 7 d.</summary>
    public TimeSpan? RaiseAfter { get; set; }

    /// <summary>How long it must be over before it is cleared, 0 to 7 d.</summary>
    public TimeSpan? ClearAfter { get; set; }

    /// <summary>How long nobody may answer before the next level is told, 0 to 7 d; 0 = never.</summary>
    public TimeSpan? EscalateAfter { get; set; }

    internal IEnumerable<(string Name, TimeSpan? Value)> Times =>
        [(nameof(RaiseAfter), RaiseAfter), (nameof(ClearAfter), ClearAfter), (nameof(EscalateAfter), EscalateAfter)];

    internal AlertRule Over(AlertRule rule) => rule with
    {
        Severity = Severity ?? rule.Severity,
        RaiseAfter = RaiseAfter ?? rule.RaiseAfter,
        ClearAfter = ClearAfter ?? rule.ClearAfter,
        EscalateAfter = EscalateAfter is null ? rule.EscalateAfter
            : EscalateAfter == TimeSpan.Zero ? null : EscalateAfter,
    };
}
