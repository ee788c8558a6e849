using System.ComponentModel.DataAnnotations;
using CheckIn.Contract;
using CheckIn.Gate.Scanning;
using CheckIn.Gate.Settings;
using CheckIn.Gate.Turnstile;

namespace CheckIn.Gate.Lanes;

/// <summary>What a lane does while the journal cannot be written.</summary>
public enum JournalFailurePolicy
{
    /// <summary>Nobody is let in without a record; the lane shows red and says why in the log.</summary>
    RefuseEntry,
    /// <summary>The decision stands without a record; an alarm is journalled as soon as that is possible.</summary>
    AdmitAndAlarm,
}

/// <summary>The list <c>Lanes</c>.</summary>
public sealed class LanesOptions : IValidatableObject
{
    /// <summary>1 to 8 lanes.</summary>
    [MinLength(1)]
    [MaxLength(8)]
    public IList<LaneOptions> Lanes { get; } = [];

    /// <summary>Contacts of the whole gate.</summary>
    public InputsOptions Inputs { get; set; } = new();

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        foreach (var twice in Lanes.GroupBy(lane => lane.Name).Where(group => group.Count() > 1))
            yield return new ValidationResult($"Lanes: the name '{twice.Key}' stands for {twice.Count()} lanes; each needs its own.");
        foreach (var pin in PinUse.Of(this).GroupBy(use => use.Pin))
        {
            if (Problem([.. pin]) is { } problem)
                yield return new ValidationResult(problem);
        }
        foreach (var shared in Lanes.Where(lane => lane.Turnstile.Shared is not null && lane.Turnstile.Door.IsWired)
            .GroupBy(lane => lane.Turnstile.Shared))
        {
            if (shared.Select(lane => lane.Turnstile.Door.Pin).Distinct().Count() > 1)
            {
                yield return new ValidationResult(
                    $"Lanes: {string.Join(" and ", shared.Select(lane => lane.Name))} name different Door pins for "
                    + $"'{shared.Key}', which is one turnstile and has one door.");
            }
        }
    }

    private static string? Problem(IReadOnlyList<PinUse> uses)
    {
        if (uses.Count == 1)
            return null;
        var who = string.Join(" and ", uses.Select(use => $"{use.Owner} {use.Part}"));
        if (uses.Any(use => use.Shared is null || use.Shared != uses[0].Shared || use.Part != uses[0].Part))
            return $"Lanes: pin {uses[0].Pin} is used by {who}; each needs its own.";
        return uses.Any(use => use.Wiring != uses[0].Wiring)
            ? $"Lanes: pin {uses[0].Pin} of {who} is wired in different ways: "
                + $"{string.Join("; ", uses.Select(use => use.Wiring).Distinct())}. Say the same for each."
            : null;
    }
}

/// <summary>Section <c>Lanes:n</c>.</summary>
public sealed class LaneOptions
{
    /// <summary>1 to 64 of a to z, 0 to 9 and "-".</summary>
    [OwnSetting]
    [Required]
    [RegularExpression("^[a-z0-9-]{1,64}$")]
    public string Name { get; set; } = "";

    /// <summary>Which way it leads, <c>In</c> (default) or <c>Out</c>.</summary>
    public Direction Direction { get; set; }

    public ScannerOptions Scanner { get; set; } = new();

    public TurnstileOptions Turnstile { get; set; } = new();

    public IndicatorOptions Indicator { get; set; } = new();

    /// <summary>Default <c>RefuseEntry</c>.</summary>
    public JournalFailurePolicy WhenJournalFails { get; set; }

    /// <summary>
    /// Refused codes that name nobody and still get an event each, a minute; 1 to 600, default 60, which is more than
    /// pass a lane. The rest of the minute is counted in one event, so that a flood cannot fill the journal.
    /// </summary>
    [Range(1, 600)]
    public int UnknownCodesPerMinute { get; set; } = 60;
}
