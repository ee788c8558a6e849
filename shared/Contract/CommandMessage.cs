namespace CheckIn.Contract;

/// <summary>
/// On a gate's <c>commands</c> topic: to be done now and at most once, or not at all. QoS 1, never retained, Message Expiry
/// Interval of at most <see cref="ExpiryS"/>, Response Topic the gate's own <c>replies</c>, Correlation Data the id.
/// </summary>
/// <param name="Id">Its own, a UUID of version 7 in lower case with hyphens.</param>
/// <param name="Name">One of <see cref="CommandWords"/>.</param>
/// <param name="At">When it was given, Unix ms, by the hub's clock.</param>
/// <param name="Lane">Name of a lane; absent = the whole gate, where that makes sense.</param>
/// <param name="Seconds">Identify, scan test: for how long, 1 to 60.</param>
/// <param name="Lines">Send logs: how many of the latest lines, 1 to 500.</param>
/// <param name="Number">
/// Admit: the number printed on his paper (<see cref="Credentials.PrintedNumber"/>), 64 characters at most; absent = he has none.
/// Nobody but the gate keeps it, and the gate seals it.
/// </param>
/// <param name="Operator">Admit: who answers for him, as the hub knows its caller, 1 to 64 characters.</param>
public sealed record CommandMessage(
    string Id, string Name, long At, string? Lane = null, int? Seconds = null, int? Lines = null, string? Number = null,
    string? Operator = null)
{
    /// <summary>Most characters of an operator's name.</summary>
    public const int LongestOperator = 64;

    /// <summary>Seconds for which a command is good.</summary>
    public const int ExpiryS = 10;

    /// <summary>Most bytes of a command.</summary>
    public const int MaxBytes = 4096;
}

/// <summary>Names of commands. Stable words.</summary>
public static class CommandWords
{
    /// <summary>Opens a lane for one person; takes a lane.</summary>
    public const string OpenOnce = "open_once";
    /// <summary>Blinks and beeps, so that whoever stands there knows which gate it is.</summary>
    public const string Identify = "identify";
    /// <summary>Looks at all that can be looked at without moving anything.</summary>
    public const string SelfTest = "self_test";
    /// <summary>Begins anew, when nobody is passing.</summary>
    public const string Restart = "restart";
    /// <summary>Sends the latest lines of its log.</summary>
    public const string SendLogs = "send_logs";
    /// <summary>Tells whether a code is read within a time, and of what kind; never what it says. Takes a lane.</summary>
    public const string ScanTest = "scan_test";

    /// <summary>
    /// Decides on somebody without device or code as on a code, because an operator answers for him; takes a lane and an
    /// operator.
    /// </summary>
    public const string Admit = "admit";

    public static IReadOnlyList<string> All { get; } = [OpenOnce, Admit, Identify, SelfTest, Restart, SendLogs, ScanTest];
}

/// <summary>On a gate's <c>replies</c> topic: what became of a command. QoS 1.</summary>
/// <param name="Id">The command's.</param>
/// <param name="State">One of <see cref="ReplyStates"/>.</param>
/// <param name="Reason">Of a refusal or failure, one of <see cref="CommandRefusals"/>.</param>
/// <param name="Detail">More about that, English, at most 300 characters.</param>
/// <param name="Checks">Of a self-test, at most 64.</param>
/// <param name="Lines">Of the log, oldest first; at most 500 and 64 KB in all. No personal data is in them.</param>
/// <param name="Scan">Of a scan test.</param>
/// <param name="Entry">Of an admission.</param>
public sealed record ReplyMessage(
    string Id, string State, string? Reason = null, string? Detail = null, IReadOnlyList<SelfCheck>? Checks = null,
    IReadOnlyList<string>? Lines = null, ScanResult? Scan = null, EntryResult? Entry = null)
{
    /// <summary>Most bytes of a reply.</summary>
    public const int MaxBytes = 128 * 1024;
}

/// <summary>How far a command is. Stable words; <c>done</c>, <c>refused</c> and <c>failed</c> are the last of it.</summary>
public static class ReplyStates
{
    /// <summary>It is being done, and takes a while.</summary>
    public const string Accepted = "accepted";
    public const string Done = "done";
    /// <summary>Nothing was done.</summary>
    public const string Refused = "refused";
    /// <summary>It was tried, and did not work.</summary>
    public const string Failed = "failed";
}

/// <summary>Why a command was not done, or an order not followed. Stable words.</summary>
public static class CommandRefusals
{
    /// <summary>It came as a retained message; not answered, only counted.</summary>
    public const string Retained = "retained";
    /// <summary>It is older than <see cref="CommandMessage.ExpiryS"/>, or does not say when it expires.</summary>
    public const string Expired = "expired";
    /// <summary>Its id was here before; not answered, only counted.</summary>
    public const string Repeated = "repeated";
    /// <summary>It cannot be read, or a figure is out of its range.</summary>
    public const string Malformed = "malformed";
    /// <summary>This gate does not know it; a newer one may.</summary>
    public const string Unknown = "unknown";
    public const string NoSuchLane = "no_such_lane";
    public const string NotWired = "not_wired";
    /// <summary>An emergency is on.</summary>
    public const string Emergency = "emergency";
    /// <summary>Another one of its kind is under way.</summary>
    public const string Busy = "busy";
    public const string JournalFailed = "journal_failed";
    public const string HardwareFailed = "hardware_failed";
}

/// <summary>One thing that a self-test looked at.</summary>
/// <param name="Name">A stable word, such as <c>journal</c> or <c>scanner_in</c>.</param>
/// <param name="Ok">Whether it is well.</param>
/// <param name="Detail">For an operator, English; no personal data.</param>
public sealed record SelfCheck(string Name, bool Ok, string? Detail = null);

/// <summary>What a scan test saw.</summary>
/// <param name="Read">Whether a code was read in time.</param>
/// <param name="Kind">Of which kind of credential, as in a decision's body; absent = none was read.</param>
/// <param name="AfterMs">After how long, ms; absent likewise.</param>
public sealed record ScanResult(bool Read, string? Kind = null, long? AfterMs = null);

/// <summary>What a gate decided on somebody for whom an operator answers.</summary>
/// <param name="Outcome"><c>admitted</c> or <c>refused</c>.</param>
/// <param name="Reason">Why, from <see cref="Reasons"/>.</param>
/// <param name="Seq">Number of the decision's event; absent = it has none.</param>
public sealed record EntryResult(string Outcome, string Reason, long? Seq = null);

/// <summary>Commands since the gate's process started, in its health.</summary>
/// <param name="Done">Of them, done or accepted.</param>
/// <param name="Refused">Others, by <see cref="CommandRefusals"/>; absent = none.</param>
public sealed record CommandCounts(long Done, IReadOnlyDictionary<string, long>? Refused = null);
