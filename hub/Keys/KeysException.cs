namespace CheckIn.Hub.Keys;

/// <summary>Keys cannot be had. The message says what happened, what is lost and what to do.</summary>
internal sealed class KeysException : Exception
{
    public KeysException() { }
    public KeysException(string message) : base(message) { }
    public KeysException(string message, Exception inner) : base(message, inner) { }
}
