using System.ComponentModel.DataAnnotations;
using CheckIn.Gate.Gpio;

namespace CheckIn.Gate.Turnstile;

/// <summary>Section <c>Lanes:n:Turnstile</c>.</summary>
public sealed class TurnstileOptions : IValidatableObject
{
    /// <summary>Line offset on the chip, 0 to 511. -1 (the default) = this lane has no relay.</summary>
    [Range(-1, 511)]
    public int RelayPin { get; set; } = -1;

    /// <summary>Default <c>ActiveHigh</c>: with a pull-down a dead gate leaves the relay off.</summary>
    public Polarity Polarity { get; set; } = Polarity.ActiveHigh;

    /// <summary>How long one admission holds the relay, 20 ms to 10 s, default 500 ms.</summary>
    [Range(typeof(TimeSpan), "00:00:00.0200000", "00:00:10")]
    public TimeSpan Pulse { get; set; } = TimeSpan.FromMilliseconds(500);

    /// <summary>
    /// Longest the relay stays on without a break, however many admissions follow each other, up to 30 s, default 5 s.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00.0200000", "00:00:30")]
    public TimeSpan MaxPulse { get; set; } = TimeSpan.FromSeconds(5);

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (MaxPulse < Pulse)
        {
            yield return new ValidationResult(
                $"MaxPulse is '{MaxPulse}', shorter than Pulse, '{Pulse}'; it must be at least as long.", [nameof(MaxPulse)]);
        }
    }
}

/// <summary>Section <c>Lanes:n:Indicator</c>.</summary>
public sealed class IndicatorOptions
{
    /// <summary>Line offset of the green lamp, -1 (the default) = none.</summary>
    [Range(-1, 511)]
    public int GreenPin { get; set; } = -1;

    /// <summary>Line offset of the red lamp, -1 (the default) = none.</summary>
    [Range(-1, 511)]
    public int RedPin { get; set; } = -1;

    /// <summary>How long an answer is shown, 100 ms to 10 s, default 1.5 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1000000", "00:00:10")]
    public TimeSpan ShowFor { get; set; } = TimeSpan.FromSeconds(1.5);
}
