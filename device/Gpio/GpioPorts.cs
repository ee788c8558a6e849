namespace CheckIn.Gate.Gpio;

/// <summary>A GPIO chip. Real: the kernel's character device. In memory: the virtual driver.</summary>
public interface IGpioDriver : IDisposable
{
    /// <summary>
    /// Fails when the chip fails: it is gone, a line is gone, or whoever is told of edges threw. Never ends otherwise.
    /// </summary>
    Task Failed { get; }

    /// <summary>Requests an output line, inactive from the first instant.</summary>
    /// <param name="pin">Line offset on the chip.</param>
    /// <param name="activeLow">True where the board's relay is on at a low level.</param>
    /// <param name="consumer">Name shown by <c>gpioinfo</c>.</param>
    /// <exception cref="GpioException">Busy, missing or not permitted; the message says which and what to do.</exception>
    IGpioOutput OpenOutput(int pin, bool activeLow, string consumer);

    /// <summary>Requests an input line; its edges are told of, one after the other, until it is disposed.</summary>
    /// <param name="pin">Line offset on the chip.</param>
    /// <param name="wiring">How the contact is connected.</param>
    /// <param name="consumer">Name shown by <c>gpioinfo</c>.</param>
    /// <param name="onEdge">Called on the driver's thread; must not block. What it throws ends the driver.</param>
    /// <exception cref="GpioException">Busy, missing or not permitted; the message says which and what to do.</exception>
    IGpioInput OpenInput(int pin, InputWiring wiring, string consumer, Action<GpioEdge> onEdge);
}

/// <summary>One output line; disposing it leaves it inactive.</summary>
public interface IGpioOutput : IDisposable
{
    int Pin { get; }
    void Set(bool active);
}

/// <summary>An output whose line a child process can drive as well, by the descriptor that it inherits.</summary>
internal interface IShareableOutput : IGpioOutput
{
    /// <summary>The line's descriptor; it is closed on exec unless somebody hands it on.</summary>
    int Handle { get; }

    /// <summary>True where a low level means on.</summary>
    bool ActiveLow { get; }
}

/// <summary>One input line.</summary>
public interface IGpioInput : IDisposable
{
    int Pin { get; }

    /// <summary>Its debounced state now.</summary>
    bool IsActive { get; }
}

/// <summary>An input changed.</summary>
/// <param name="Active">Its new state, after polarity.</param>
/// <param name="AtNs">CLOCK_MONOTONIC of the edge, ns.</param>
public readonly record struct GpioEdge(bool Active, long AtNs);

/// <summary>The resistor inside the chip that holds an open input.</summary>
public enum InputBias { PullUp, PullDown, None }

/// <summary>How a contact is connected.</summary>
/// <param name="ActiveLow">True where a low level means active: a contact to ground with a pull-up.</param>
/// <param name="Bias">The chip's own resistor.</param>
/// <param name="Debounce">Changes shorter than this are none; the kernel sees to it.</param>
public readonly record struct InputWiring(bool ActiveLow, InputBias Bias, TimeSpan Debounce);

/// <summary>GPIO failed. The message says which chip and line, and what to do.</summary>
public sealed class GpioException : Exception
{
    public GpioException() { }
    public GpioException(string message) : base(message) { }
    public GpioException(string message, Exception inner) : base(message, inner) { }

    /// <summary>Another program has the line.</summary>
    internal bool IsBusy { get; init; }
}
