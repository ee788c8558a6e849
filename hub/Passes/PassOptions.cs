using System.ComponentModel.DataAnnotations;

namespace CheckIn.Hub.Passes;

/// <summary>Passes that the hub issues; section <c>Passes</c>.</summary>
public sealed class PassOptions
{
    public const string Section = "Passes";

    /// <summary>
    /// How long a key signs passes before the next one does. Default 180 days, 1 to 3,650. A shorter time means more keys
    /// side by side at the gates, of which there can be 64.
    /// </summary>
    [Range(typeof(TimeSpan), "1.00:00:00", "3650.00:00:00")]
    public TimeSpan KeyAge { get; set; } = TimeSpan.FromDays(180);

    /// <summary>
    /// How long gates know a key before it signs, so that one that is away for so long takes its passes all the same.
    /// Default 30 days, 0 to 365.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00", "365.00:00:00")]
    public TimeSpan KeyLead { get; set; } = TimeSpan.FromDays(30);

    /// <summary>
    /// Longest time that a pass may be good for; for so long after a key's last signature gates believe it. Default 400
    /// days, 1 to 3,650.
    /// </summary>
    [Range(typeof(TimeSpan), "1.00:00:00", "3650.00:00:00")]
    public TimeSpan LongestLife { get; set; } = TimeSpan.FromDays(400);
}
