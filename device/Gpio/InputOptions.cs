using System.ComponentModel.DataAnnotations;

namespace CheckIn.Gate.Gpio;

/// <summary>Which electrical level means "on", for a board's relay or a contact.</summary>
public enum Polarity { ActiveHigh, ActiveLow }

/// <summary>A contact: a section with a pin of its own wherever one is wired.</summary>
public sealed class InputOptions
{
    /// <summary>Line offset on the chip, 0 to 511. -1 (the default) = not wired.</summary>
    [Range(-1, 511)]
    public int Pin { get; set; } = -1;

    /// <summary>Default <c>ActiveLow</c>: a contact that closes to ground.</summary>
    public Polarity Polarity { get; set; } = Polarity.ActiveLow;

    /// <summary>Default <c>PullUp</c>, which a contact to ground needs.</summary>
    public InputBias Bias { get; set; } = InputBias.PullUp;

    /// <summary>
    /// Changes shorter than this are contact bounce, 0 to 400 ms, default 10 ms. What lasts longer than 400 ms is always seen.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:00:00.4000000")]
    public TimeSpan Debounce { get; set; } = TimeSpan.FromMilliseconds(10);

    internal bool IsWired => Pin >= 0;

    internal InputWiring Wiring => new(Polarity == Polarity.ActiveLow, Bias, Debounce);
}
