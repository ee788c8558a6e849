using System.ComponentModel.DataAnnotations;

namespace CheckIn.Hub.Updates;

/// <summary>Packages of the gates' program; section <c>Updates</c>.</summary>
public sealed class UpdateOptions
{
    public const string Section = "Updates";

    /// <summary>Where packages lie, mode 700. Default: <c>updates</c> beside the events.</summary>
    public string? Folder { get; set; }

    /// <summary>
    /// Public keys of those who may sign packages, PEM, several one after another. Default
    /// <c>/etc/checkin/release-keys.pem</c>; without the file no package is taken. Gates have their own list, and
    /// believe nothing else.
    /// </summary>
    [Required]
    public string Keys { get; set; } = "/etc/checkin/release-keys.pem";

    /// <summary>Packages kept at a time. Default 10, 1 to 100; each has up to 256 MiB.</summary>
    [Range(1, 100)]
    public int MostPackages { get; set; } = 10;

    /// <summary>
    /// Gates that may fetch a package at a time. Default 32, 1 to 1,000; others are told to come back, which costs them
    /// nothing but time.
    /// </summary>
    [Range(1, 1000)]
    public int Downloads { get; set; } = 32;

    /// <summary>
    /// How long one of them may take before it makes room for another; it goes on where it was. Default 10 min, 10 s
    /// to 1 h.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:10", "01:00:00")]
    public TimeSpan LongestDownload { get; set; } = TimeSpan.FromMinutes(10);
}
