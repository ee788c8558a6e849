using System.ComponentModel.DataAnnotations;

namespace CheckIn.Gate.Settings;

/// <summary>Section <c>Settings</c>: how the gate takes up what its hub sets.</summary>
public sealed class SettingsOptions : IValidatableObject
{
    /// <summary>
    /// How long the hub's settings may take on trial until all that worked before works with them, 5 s to 10 min, default
    /// 2 min. Those that do not by then are gone again; so a gate that they cut off is without its hub no longer than that.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:05", "00:10:00")]
    public TimeSpan TrialFor { get; set; } = TimeSpan.FromMinutes(2);

    /// <summary>
    /// How long all must work without a break before they stay, 0 to 5 min, default 10 s; less than
    /// <see cref="TrialFor"/>.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:05:00")]
    public TimeSpan Settle { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How long nobody must have come before the gate takes them up, 0 to 1 min, default 3 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:01:00")]
    public TimeSpan QuietFor { get; set; } = TimeSpan.FromSeconds(3);

    /// <summary>
    /// How long the gate waits for such a moment before it takes them up between two people, 0 to 1 day, default 10 min. Never
    /// during an emergency, and never while a relay is on.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00", "1.00:00:00")]
    public TimeSpan TakeUpWithin { get; set; } = TimeSpan.FromMinutes(10);

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Settle >= TrialFor)
        {
            yield return new ValidationResult(
                $"Settle is '{Settle}', and TrialFor '{TrialFor}'; allowed: less than that.", [nameof(Settle)]);
        }
    }
}
