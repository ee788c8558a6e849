namespace CheckIn.Gate.Keys;

/// <summary>Keys cannot be read or made. The message says what happened, what is lost and what to do.</summary>
public sealed class KeyException : Exception
{
    public KeyException() { }
    public KeyException(string message) : base(message) { }
    public KeyException(string message, Exception inner) : base(message, inner) { }
}
