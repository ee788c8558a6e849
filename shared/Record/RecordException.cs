namespace CheckIn.Record;

/// <summary>A journal file cannot be read. The message says why and what to do.</summary>
public sealed class RecordException : Exception
{
    public RecordException() { }
    public RecordException(string message) : base(message) { }
    public RecordException(string message, Exception inner) : base(message, inner) { }
}
