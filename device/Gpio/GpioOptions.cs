using System.ComponentModel.DataAnnotations;
using CheckIn.Gate.Settings;

namespace CheckIn.Gate.Gpio;

/// <summary>Who drives the pins.</summary>
public enum GpioDriverKind
{
    /// <summary>No hardware: edges go to <see cref="GpioOptions.TraceFile"/> only.</summary>
    Virtual,
    /// <summary>The kernel's GPIO character device.</summary>
    Linux,
}

/// <summary>Whether relays are switched by a process of their own.</summary>
public enum GuardPolicy
{
    /// <summary>With <see cref="GpioDriverKind.Linux"/>; without hardware there is nothing to guard.</summary>
    WhenHardware,
    /// <summary>Always, to try it without hardware.</summary>
    Always,
    /// <summary>Never: if the gate is stopped or hangs in mid-pulse, its relay stays on until something ends it.</summary>
    Never,
}

/// <summary>Section <c>Gpio</c>.</summary>
public sealed class GpioOptions
{
    /// <summary>Default <c>Linux</c>: a gate without its turnstile says so instead of pretending.</summary>
    public GpioDriverKind Driver { get; set; } = GpioDriverKind.Linux;

    /// <summary>
    /// The chip: its device's path, its label (such as <c>pinctrl-bcm2711</c>), or <c>auto</c> (the default): the chip of the
    /// header of a Raspberry Pi, or else the only one there is.
    /// </summary>
    [Required]
    public string Chip { get; set; } = GpioChips.Auto;

    /// <summary>
    /// Virtual driver: file to which each edge is appended as one JSON line {"t_ns","pin","level"}; t_ns is
    /// CLOCK_MONOTONIC, level the electrical level 0 or 1. Default none.
    /// </summary>
    [OwnSetting]
    public string? TraceFile { get; set; }

    /// <summary>
    /// Default <c>WhenHardware</c>: a second process ends every pulse on time, whatever becomes of the gate's own.
    /// </summary>
    public GuardPolicy Guard { get; set; }

    internal bool HasGuard => Guard == GuardPolicy.Always || (Guard == GuardPolicy.WhenHardware && Driver == GpioDriverKind.Linux);

    /// <summary>
    /// Virtual driver: file to which whoever plays the contacts appends lines {"pin":5,"level":0}, level the electrical
    /// one; it is followed from its beginning, also before it exists. Default none: inputs stay at rest.
    /// </summary>
    [OwnSetting]
    public string? InputFile { get; set; }
}
