namespace CheckIn.Gate.Journal;

/// <summary>
/// How full a journal is; a value. Of <see cref="JournalOptions.MaxBytes"/> a share is set apart for the write-ahead log,
/// and a little for alarms and operations, so that a gate which can record no decision can still record why.
/// Pages that hold nothing count as room: SQLite uses them again and never gives them back to the disk.
/// </summary>
/// <param name="UsedBytes">Pages of the database that hold something.</param>
/// <param name="CapBytes">Most that the database may come to.</param>
internal readonly record struct JournalFill(long UsedBytes, long CapBytes)
{
    /// <summary>The write-ahead log's share: 1,000 pages between checkpoints, and a group of large events beyond.</summary>
    internal const long LogBytes = 8L << 20;

    /// <summary>What decisions leave for alarms and operations.</summary>
    internal const long ReservedBytes = 512L << 10;

    /// <summary>So much before the bound delivered events begin to go, in steps between decisions.</summary>
    internal const long MarginBytes = 512L << 10;

    private const int RaiseAt = 80;
    private const int ClearBelow = 70;

    /// <summary>The database's share of all bytes allowed.</summary>
    internal static long CapOf(long maxBytes) => maxBytes - LogBytes;

    /// <summary>Hundredths of what decisions may use.</summary>
    internal int Percent => (int)Math.Min(999, UsedBytes * 100 / (CapBytes - ReservedBytes));

    /// <summary>True when a decision of that size may still be recorded.</summary>
    internal bool HasRoomFor(long bytes) => UsedBytes + bytes <= CapBytes - ReservedBytes;

    /// <summary>True when delivered events should begin to go.</summary>
    internal bool IsNearlyFull => !HasRoomFor(MarginBytes);

    /// <summary>Whether the alarm stands, given whether it stood: raised at 80 %, cleared below 70 %.</summary>
    internal bool Alarms(bool stood) => Percent >= (stood ? ClearBelow : RaiseAt);
}
