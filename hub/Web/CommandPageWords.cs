using CheckIn.Contract;
using CheckIn.Hub.Commands;

namespace CheckIn.Hub.Web;

/// <summary>What the pages of commands say, in one language.</summary>
public sealed partial record CommandPageWords
{
    // A gate's pages.
    public required string Parts { get; init; }
    public required string Overview { get; init; }
    public required string Settings { get; init; }
    public required string Commands { get; init; }

    // To one gate.
    public required string DoNow { get; init; }
    public required string Offline { get; init; }
    public required string OfflineNext { get; init; }
    public required string NotYours { get; init; }
    public required string NotYoursNext { get; init; }
    public required string Lane { get; init; }
    public required string EveryLane { get; init; }
    public required string LaneHint { get; init; }
    public required string Given { get; init; }
    public required string GivenMany { get; init; }
    public required string History { get; init; }
    public required string NoHistory { get; init; }
    public required string NoHistoryNext { get; init; }
    public required string Older { get; init; }
    public required string Newest { get; init; }
    public required string Command { get; init; }
    public required string Result { get; init; }
    public required string Who { get; init; }
    public required string When { get; init; }
    public required string ForAll { get; init; }
    public required string OpenWhat { get; init; }
    public required string OpenRecorded { get; init; }
    public required string OpenExpires { get; init; }
    public required string OpenEmergency { get; init; }
    public required string RestartWhat { get; init; }
    public required string RestartPassing { get; init; }
    public required string RestartEvents { get; init; }
    public required string OpenDo { get; init; }
    public required string RestartDo { get; init; }

    // What came of it.
    public required string Checks { get; init; }
    public required string ChecksWell { get; init; }
    public required string ChecksNotWell { get; init; }
    public required string Check { get; init; }
    public required string Well { get; init; }
    public required string NotWell { get; init; }
    public required string Detail { get; init; }
    public required string Lines { get; init; }
    public required string NoLines { get; init; }
    public required string ScanRead { get; init; }
    public required string ScanNothing { get; init; }

    // To many.
    public required string ToMany { get; init; }
    public required string ToManyOf { get; init; }
    public required string ToManyHint { get; init; }
    public required string ManyWhat { get; init; }
    public required string ManyPresent { get; init; }
    public required string ManyAllPresent { get; init; }
    public required string ManyPaced { get; init; }
    public required string ManyDo { get; init; }
    public required string TooMany { get; init; }
    public required string NoGates { get; init; }
    public required string NoSuchScope { get; init; }
    public required string NoSuchBatch { get; init; }
    public required string WholeFleet { get; init; }
    public required string Gates { get; init; }
    public required string Confirmed { get; init; }

    // Modes that are ordered, in a line.
    public required string Modes { get; init; }
    public required string ModeUntil { get; init; }
    public required string ModeAt { get; init; }
    public required string ModesAll { get; init; }
    public required string ModesMore { get; init; }

    /// <summary>By <see cref="CommandWords"/>: what they are called, what they do, and of those that run at once the
    /// button.</summary>
    public required IReadOnlyDictionary<string, string> Names { get; init; }
    public required IReadOnlyDictionary<string, string> Briefs { get; init; }

    /// <summary>By <see cref="ReplyStates"/> and the hub's own.</summary>
    public required IReadOnlyDictionary<string, string> States { get; init; }

    /// <summary>By <see cref="CommandRefusals"/>.</summary>
    public required IReadOnlyDictionary<string, string> Refusals { get; init; }

    /// <summary>In the language of the page's other words.</summary>
    public static CommandPageWords Of(Words words)
    {
        ArgumentNullException.ThrowIfNull(words);
        return words.Language == "en" ? English : Vietnamese;
    }

    /// <summary>What the command is called; one that this hub does not know is shown as it is.</summary>
    internal string NameOf(string command) => Names.GetValueOrDefault(command, command);

    /// <summary>How far a command is, and why.</summary>
    internal string StateOf(CommandView command, Words words)
    {
        if (command is { State: ReplyStates.Done, Entry: { } entry })
            return HistoryWords.Of(words).OutcomeOf(entry.Outcome, entry.Reason);
        var state = States.GetValueOrDefault(command.State, command.State);
        return command.Reason is { } reason ? $"{state}: {Refusals.GetValueOrDefault(reason, reason)}" : state;
    }

    /// <summary>How a command looks with what came of it.</summary>
    internal static string MarkOf(CommandView command) =>
        command is { State: ReplyStates.Done, Entry.Outcome: "refused" } ? "stopped" : MarkOf(command.State);

    /// <summary>How that looks: the state whose shape and colour it bears.</summary>
    internal static string MarkOf(string state) => state switch
    {
        ReplyStates.Done => "ready",
        ReplyStates.Refused or ReplyStates.Failed => "degraded",
        CommandStates.Sent or ReplyStates.Accepted => "init",
        _ => "stopped",
    };
}
