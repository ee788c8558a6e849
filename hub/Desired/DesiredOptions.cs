using System.ComponentModel.DataAnnotations;

namespace CheckIn.Hub.Desired;

/// <summary>Settings of gates; section <c>Desired</c>.</summary>
public sealed class DesiredOptions
{
    public const string Section = "Desired";

    /// <summary>
    /// How long a gate that is there may have something else in force than what is wanted before that is late, and
    /// alerted. Default 15 min, 1 min to 7 days. A gate waits for a quiet moment and tries what might cut it off, so much
    /// less makes alerts of what is only on its way.
    /// </summary>
    [Range(typeof(TimeSpan), "00:01:00", "7.00:00:00")]
    public TimeSpan LateAfter { get; set; } = TimeSpan.FromMinutes(15);
}
