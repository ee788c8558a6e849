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

    /// <summary>
    /// How long the relay is held for somebody who needs longer (<see cref="LongerOpening"/>), 20 ms to 30 s, default 3 s;
    /// never less than <see cref="Pulse"/>, never more than <see cref="MaxPulse"/>.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00.0200000", "00:00:30")]
    public TimeSpan LongerPulse { get; set; } = TimeSpan.FromSeconds(3);

    /// <summary>
    /// Name that the lanes of one turnstile or door have in common, 1 to 64 of a to z, 0 to 9 and "-"; default none. While one
    /// relay of it is open, the others wait. Such lanes may also name the same pins: a door with a reader on either side has one
    /// relay, one contact and one button.
    /// </summary>
    [RegularExpression("^[a-z0-9-]{1,64}$")]
    public string? Shared { get; set; }

    /// <summary>The contact or beam that tells of each person who passes; not wired by default.</summary>
    public InputOptions Passage { get; set; } = new();

    /// <summary>How long an admission waits for the person, 1 to 30 s, default 5 s. Somebody who needs longer has LongerPulse more.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:00:30")]
    public TimeSpan PassageTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>What the relay does when the sensor has told of the last one admitted. Default <c>EndPulse</c>.</summary>
    public AfterTurn AfterTurn { get; set; }

    /// <summary>The door's contact, active while the door is open; not wired by default.</summary>
    public InputOptions Door { get; set; } = new();

    /// <summary>How long the door may stand open, 1 s to 10 minutes, default 30 s.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:10:00")]
    public TimeSpan HeldOpenAfter { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>The button inside, active while pressed; not wired by default.</summary>
    public InputOptions ExitButton { get; set; } = new();

    /// <summary>
    /// The push plate for who needs longer, active while pressed; not wired by default. It counts for the next admission within
    /// 30 s, or for the one that is open.
    /// </summary>
    public InputOptions LongerOpening { get; set; } = new();

    /// <summary>What the lock does without power. Default <c>Locked</c>. The wiring does it; here it is stated.</summary>
    public PowerLoss OnPowerLoss { get; set; }

    /// <summary>For somebody who needs longer.</summary>
    internal TimeSpan LongerHold => LongerPulse > Pulse ? LongerPulse : Pulse;

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (MaxPulse < Pulse)
        {
            yield return new ValidationResult(
                $"MaxPulse is '{MaxPulse}', shorter than Pulse, '{Pulse}'; it must be at least as long.", [nameof(MaxPulse)]);
        }
        if (LongerOpening.IsWired && MaxPulse < LongerPulse)
        {
            yield return new ValidationResult(
                $"MaxPulse is '{MaxPulse}', shorter than LongerPulse, '{LongerPulse}'; it must be at least as long.", [nameof(MaxPulse)]);
        }
    }
}

/// <summary>What becomes of a pulse when everybody admitted has passed.</summary>
public enum AfterTurn
{
    /// <summary>It ends at once: nobody slips through behind. A tripod locks again at its next rest position.</summary>
    EndPulse,
    /// <summary>It lasts as long as was set, for controllers that want a pulse of a fixed length.</summary>
    KeepPulse,
}

/// <summary>What a lock does without power.</summary>
public enum PowerLoss
{
    /// <summary>Fail-secure: it stays locked. There must be another way out.</summary>
    Locked,
    /// <summary>Fail-safe: it opens.</summary>
    Open,
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

    /// <summary>Line offset of the buzzer, -1 (the default) = none.</summary>
    [Range(-1, 511)]
    public int BuzzerPin { get; set; } = -1;

    /// <summary>Whether there is anything to show with.</summary>
    internal bool HasPins => GreenPin >= 0 || RedPin >= 0 || BuzzerPin >= 0;

    /// <summary>How long an answer is shown, 100 ms to 10 s, default 1.5 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1000000", "00:00:10")]
    public TimeSpan ShowFor { get; set; } = TimeSpan.FromSeconds(1.5);
}
