using System.ComponentModel.DataAnnotations;
using CheckIn.Contract;
using CheckIn.Gate.Scanning;
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

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        foreach (var twice in Lanes.GroupBy(lane => lane.Name).Where(group => group.Count() > 1))
            yield return new ValidationResult($"Lanes: the name '{twice.Key}' stands for {twice.Count()} lanes; each needs its own.");
        var pins = Lanes.SelectMany(lane => new[]
        {
            (lane.Name, Key: "Turnstile:RelayPin", Pin: lane.Turnstile.RelayPin),
            (lane.Name, Key: "Indicator:GreenPin", Pin: lane.Indicator.GreenPin),
            (lane.Name, Key: "Indicator:RedPin", Pin: lane.Indicator.RedPin),
        });
        foreach (var twice in pins.Where(pin => pin.Pin >= 0).GroupBy(pin => pin.Pin).Where(group => group.Count() > 1))
        {
            yield return new ValidationResult(
                $"Lanes: pin {twice.Key} is used by {string.Join(" and ", twice.Select(pin => $"{pin.Name} {pin.Key}"))}; "
                + "each needs its own.");
        }
    }
}

/// <summary>Section <c>Lanes:n</c>.</summary>
public sealed class LaneOptions
{
    /// <summary>1 to 64 of a to z, 0 to 9 and "-".</summary>
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
