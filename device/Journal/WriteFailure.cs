using CheckIn.Storage;

namespace CheckIn.Gate.Journal;

/// <summary>Why a transaction failed, in words for whoever stands before the gate.</summary>
internal static class WriteFailure
{
    private const int ReadOnly = 8, IoError = 10, Corrupt = 11, Full = 13, NotADatabase = 26;
    private const long NearlyNothing = 1 << 20;

    /// <summary>What the failure is, from SQLite's code and the state of the disk.</summary>
    internal static JournalTrouble TroubleOf(int code, DiskState? disk) => (code & 0xff) switch
    {
        ReadOnly => JournalTrouble.ReadOnly,
        Full => JournalTrouble.DiskFull,
        IoError when disk is { IsReadOnly: true } => JournalTrouble.ReadOnly,
        IoError when disk is { FreeBytes: < NearlyNothing } => JournalTrouble.DiskFull,
        IoError or Corrupt or NotADatabase => JournalTrouble.DiskFails,
        _ => JournalTrouble.Other,
    };

    /// <summary>The error that everyone in the failed group gets.</summary>
    /// <param name="cause">What SQLite said.</param>
    /// <param name="path">The journal.</param>
    /// <param name="waiting">How many waited for this transaction.</param>
    /// <param name="lastSeq">The last event that is safe.</param>
    internal static JournalException Explain(Exception cause, string path, int waiting, long lastSeq)
    {
        if (cause is JournalException known)
            return known;
        var (trouble, disk) = Look(cause, path);
        return new JournalException(
            $"The journal cannot be written: {Words(trouble, disk)} ({cause.Message}) Of {waiting} waiting, nothing was "
            + $"recorded; all up to event {lastSeq} is safe. {Advice(trouble)}", cause)
        { Trouble = trouble };
    }

    /// <summary>Why the gate cannot even begin.</summary>
    internal static JournalException ExplainOpening(Exception cause, string path)
    {
        var (trouble, disk) = Look(cause, path);
        return new JournalException(
            $"The journal cannot be opened: {Words(trouble, disk)} ({cause.Message}) Nothing was recorded or changed. "
            + (trouble == JournalTrouble.Other
                ? "Check that the directory of Journal:Path exists on a writable disk with room."
                : Advice(trouble)), cause)
        { Trouble = trouble };
    }

    private static (JournalTrouble Trouble, DiskState? Disk) Look(Exception cause, string path)
    {
        var disk = DiskState.Of(path);
        return (cause is DatabaseException database ? TroubleOf(database.Code, disk)
            : disk is { IsReadOnly: true } ? JournalTrouble.ReadOnly : JournalTrouble.Other, disk);
    }

    private static string Words(JournalTrouble trouble, DiskState? disk) => trouble switch
    {
        JournalTrouble.DiskFull => $"the disk that holds it has no room left ({disk?.FreeBytes ?? 0} bytes free).",
        JournalTrouble.ReadOnly => "its file or file system may only be read.",
        JournalTrouble.DiskFails => "the disk that holds it reports errors.",
        _ => "SQLite refused.",
    };

    private static string Advice(JournalTrouble trouble) => trouble switch
    {
        JournalTrouble.DiskFull =>
            "Delete what is not the gate's from that disk, or move Journal:Path to a larger one; a running gate tries "
            + "again with every event and every few seconds.",
        JournalTrouble.ReadOnly =>
            "The kernel makes a file system read-only when its medium fails: look at dmesg, replace the card if it does, "
            + "mount it writable again; a running gate goes on by itself then.",
        JournalTrouble.DiskFails =>
            "Look at dmesg and replace the medium; keep the old one, its events can still be read (checkin-gate journal).",
        _ => "Free or repair the disk that holds Journal:Path; the gate tries again with every event and every few seconds.",
    };
}
