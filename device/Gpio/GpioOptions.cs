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
}
