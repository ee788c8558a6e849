namespace CheckIn.Gate.Journal;

/// <summary>Why a journal cannot be written.</summary>
public enum JournalTrouble
{
    /// <summary>Something else than the following.</summary>
    Other,
    /// <summary>It is at its own bound, Journal:MaxBytes.</summary>
    Full,
    /// <summary>The disk has no room left.</summary>
    DiskFull,
    /// <summary>The file system is mounted for reading only.</summary>
    ReadOnly,
    /// <summary>The disk reports errors.</summary>
    DiskFails,
}

/// <summary>The journal cannot be written. The message says what happened, what is lost and what to do.</summary>
public sealed class JournalException : Exception
{
    public JournalException() { }
    public JournalException(string message) : base(message) { }
    public JournalException(string message, Exception inner) : base(message, inner) { }

    /// <summary>Why.</summary>
    public JournalTrouble Trouble { get; init; }

    /// <summary>For <see cref="JournalTrouble.Full"/>: what is to be done with the decision; otherwise null.</summary>
    public JournalFullPolicy? WhenFull { get; init; }
}
