namespace CheckIn.Supply;

/// <summary>What is needed is not there, or not as it should be. The message says what to do.</summary>
public sealed class SupplyException : Exception
{
    public SupplyException(string message) : base(message) { }
    public SupplyException() { }
    public SupplyException(string message, Exception inner) : base(message, inner) { }
}
