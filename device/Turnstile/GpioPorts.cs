namespace CheckIn.Gate.Turnstile;

/// <summary>A GPIO chip. Real: the kernel's character device. In memory: the virtual driver.</summary>
public interface IGpioDriver : IDisposable
{
    /// <summary>Requests an output line, inactive from the first instant.</summary>
    /// <param name="pin">Line offset on the chip.</param>
    /// <param name="activeLow">True where the board's relay is on at a low level.</param>
    /// <param name="consumer">Name shown by <c>gpioinfo</c>.</param>
    /// <exception cref="GpioException">Busy, missing or not permitted; the message says which and what to do.</exception>
    IGpioOutput OpenOutput(int pin, bool activeLow, string consumer);
}

/// <summary>One output line; disposing it leaves it inactive.</summary>
public interface IGpioOutput : IDisposable
{
    int Pin { get; }
    void Set(bool active);
}

/// <summary>GPIO failed. The message says which chip and line, and what to do.</summary>
public sealed class GpioException : Exception
{
    public GpioException() { }
    public GpioException(string message) : base(message) { }
    public GpioException(string message, Exception inner) : base(message, inner) { }
}
