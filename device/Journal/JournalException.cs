namespace CheckIn.Gate.Journal;

/// <summary>The journal cannot be written. The message says what happened, what is lost and what to do.</summary>
public sealed class JournalException : Exception
{
    public JournalException() { }
    public JournalException(string message) : base(message) { }
    public JournalException(string message, Exception inner) : base(message, inner) { }
}
