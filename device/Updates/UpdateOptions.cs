using System.ComponentModel.DataAnnotations;
using CheckIn.Gate.Settings;

namespace CheckIn.Gate.Updates;

/// <summary>
/// Section <c>Updates</c>. It is never taken from the hub's settings: whoever has the hub cannot choose whose programs a
/// gate runs.
/// </summary>
[OwnSetting]
public sealed class UpdateOptions
{
    /// <summary>
    /// Public keys whose signature makes a package good, PEM, several one after another. Default
    /// <c>/etc/checkin/release-keys.pem</c>, which the gate's user cannot change; where there is no such file no update is
    /// taken. Each start checks the version that it starts with these keys: one whose key was taken out goes with it.
    /// </summary>
    [Required]
    public string Keys { get; set; } = "/etc/checkin/release-keys.pem";

    /// <summary>
    /// Where versions lie, mode 700. Default: <c>versions</c> beside the journal; under the unit
    /// <c>/var/lib/checkin/data/versions</c>.
    /// </summary>
    public string? Folder { get; set; }

    /// <summary>
    /// How long a new version may take until it is healthy, 10 s to 1 h, default 5 min, unless the hub says it for this
    /// version. One that was not by then is gone.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:10", "01:00:00")]
    public TimeSpan Trial { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>
    /// How long a new version must be healthy without a break before it is confirmed, 0 to 10 min, default 20 s; less
    /// than <see cref="Trial"/>.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:10:00")]
    public TimeSpan Settle { get; set; } = TimeSpan.FromSeconds(20);

    /// <summary>
    /// How long nobody must have come before the gate switches, 0 to 1 min, default 3 s.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:01:00")]
    public TimeSpan Quiet { get; set; } = TimeSpan.FromSeconds(3);

    /// <summary>
    /// How long the gate waits for such a moment before it switches nevertheless, between two people, 0 to 1 day, default
    /// 10 min. Never during an emergency, and never while a relay is on.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00", "1.00:00:00")]
    public TimeSpan SwitchWithin { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>
    /// Room that must be left on the disk after a package was fetched and unpacked, 0 to 1 TiB, default 268435456
    /// (256 MiB): the journal comes first.
    /// </summary>
    [Range(0, 1L << 40)]
    public long KeepFree { get; set; } = 256L << 20;
}
