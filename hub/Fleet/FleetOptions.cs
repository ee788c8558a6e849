using System.ComponentModel.DataAnnotations;

namespace CheckIn.Hub.Fleet;

/// <summary>Section <c>Fleet</c>.</summary>
public sealed class FleetOptions
{
    /// <summary>
    /// How long a broken connection may take to come back before the gate is lost, 0 to 10 min, default 15 s.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:10:00")]
    public TimeSpan Grace { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>
    /// How long a connected gate may say nothing, 30 s to 1 h, default 3 min: three times its health.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:30", "01:00:00")]
    public TimeSpan Silence { get; set; } = TimeSpan.FromMinutes(3);

    /// <summary>
    /// How long gates may take to come back after the hub's own start, 0 to 30 min, default 90 s: their longest wait
    /// between connections and the grace.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:30:00")]
    public TimeSpan StartGrace { get; set; } = TimeSpan.FromSeconds(90);

    /// <summary>
    /// How often the hub tells on <c>hub/state</c> that it is there and what time it is, 10 s to 10 min, default 60 s.
    /// Gates without another source of time follow it, and drift in between by up to half a millisecond a second.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:10", "00:10:00")]
    public TimeSpan AnnounceEvery { get; set; } = TimeSpan.FromSeconds(60);
}
