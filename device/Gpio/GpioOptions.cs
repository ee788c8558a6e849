using System.ComponentModel.DataAnnotations;

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

    /// <summary>The chip's device. Default <c>/dev/gpiochip0</c>.</summary>
    [Required]
    public string Chip { get; set; } = "/dev/gpiochip0";

    /// <summary>
    /// Virtual driver: file to which each edge is appended as one JSON line {"t_ns","pin","level"}; t_ns is
    /// CLOCK_MONOTONIC, level the electrical level 0 or 1. Default none.
    /// </summary>
    public string? TraceFile { get; set; }

    /// <summary>
    /// Default <c>WhenHardware</c>: a second process ends every pulse on time, whatever becomes of the gate's own.
    /// </summary>
    public GuardPolicy Guard { get; set; }

    internal bool HasGuard => Guard == GuardPolicy.Always || (Guard == GuardPolicy.WhenHardware && Driver == GpioDriverKind.Linux);
}
