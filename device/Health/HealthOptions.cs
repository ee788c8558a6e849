using System.ComponentModel.DataAnnotations;

namespace CheckIn.Gate.Health;

/// <summary>Section <c>Health</c>: from where on the board is in trouble.</summary>
public sealed class HealthOptions
{
    /// <summary>
    /// Temperature of the processor from which <c>too_hot</c> stands, 40 to 110 °C, default 80: there a Raspberry Pi
    /// begins to slow down. It ends 5 °C below.
    /// </summary>
    [Range(40, 110)]
    public int TooHot { get; set; } = 80;

    /// <summary>
    /// Room on the journal's file system below which <c>disk_low</c> stands, 1 MiB to 1 TiB, default 268435456 (256 MiB):
    /// some 250,000 events. It ends with a quarter more.
    /// </summary>
    [Range(1L << 20, 1L << 40)]
    public long DiskLow { get; set; } = 256L << 20;

    /// <summary>
    /// How long the board must be well before its alarm is cleared, 1 s to 1 h, default 1 min: a supply that flickers is
    /// one alarm and not a hundred.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan ClearAfter { get; set; } = TimeSpan.FromMinutes(1);
}
