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
    /// How long a connected gate may say nothing at least, 30 s to 1 h, default 3 min; a gate that sends its health more
    /// rarely than each minute may for three times as long as it says that it takes.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:30", "01:00:00")]
    public TimeSpan Silence { get; set; } = TimeSpan.FromMinutes(3);

    /// <summary>
    /// How long gates may take to come back after the hub's own start or that of its link to another server, and while its
    /// endpoint turns connections away as too many, 0 to 30 min, default 90 s: their longest wait between connections and
    /// the grace. Shorter, gates that do come back are called lost before.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:30:00")]
    public TimeSpan StartGrace { get; set; } = TimeSpan.FromSeconds(90);

    /// <summary>
    /// How often the hub tells on <c>hub/state</c> that it is there and what time it is, 10 s to 10 min, default 60 s.
    /// Gates without another source of time follow it, and drift in between by up to half a millisecond a second.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:10", "00:10:00")]
    public TimeSpan AnnounceEvery { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>
    /// By how much a gate's clock may differ from the hub's, beyond what the gate itself allows for, before it is degraded,
    /// 1 s to 10 min, default 5 s; it is well again below half of that.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:10:00")]
    public TimeSpan ClockTolerance { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// Days that a gate's certificate must still be good for, 0 to 365, default 14; with fewer it is degraded. A gate asks
    /// for a new one at two thirds of its life (<c>Authority:GateLifetime</c>): this must be less than the last third, or
    /// a gate is degraded that only awaits its turn.
    /// </summary>
    [Range(0, 365)]
    public int CertificateDays { get; set; } = 14;
}
