using CheckIn.Contract;
using CheckIn.Hub.Events;

namespace CheckIn.Hub.Web;

/// <summary>What is said of a gate's course and of its latest events, in one language.</summary>
public sealed partial record HistoryWords
{
    // The course of its figures.
    public required string Course { get; init; }
    public required string Day { get; init; }
    public required string Week { get; init; }
    public required string Temperature { get; init; }
    public required string Backlog { get; init; }
    public required string Decisions { get; init; }
    public required string Memory { get; init; }
    public required string RoundTrip { get; init; }
    public required string DecisionsColumn { get; init; }
    public required string RangeIs { get; init; }
    public required string NothingKept { get; init; }
    public required string NothingKeptNext { get; init; }

    // Its latest events.
    public required string Events { get; init; }
    public required string EventsHint { get; init; }
    public required string NoEvents { get; init; }
    public required string NoEventsNext { get; init; }
    public required string What { get; init; }
    public required string Lane { get; init; }
    public required string Way { get; init; }
    public required string Code { get; init; }
    public required string In { get; init; }
    public required string Out { get; init; }
    public required string Admitted { get; init; }
    public required string Refused { get; init; }
    public required string AssistedBy { get; init; }
    public required string AlarmBegan { get; init; }
    public required string AlarmOver { get; init; }

    /// <summary>By the words of events: reasons, kinds of code, results of passages, operations, commands.</summary>
    public required IReadOnlyDictionary<string, string> Reasons { get; init; }
    public required IReadOnlyDictionary<string, string> Codes { get; init; }
    public required IReadOnlyDictionary<string, string> Passages { get; init; }
    public required IReadOnlyDictionary<string, string> Operations { get; init; }

    /// <summary>In the language of the page's other words.</summary>
    public static HistoryWords Of(Words words)
    {
        ArgumentNullException.ThrowIfNull(words);
        return words.Language == "en" ? English : Vietnamese;
    }

    /// <summary>What happened; a word that this hub does not know is shown as it is.</summary>
    internal string WhatOf(LatestEvent one, Words words) => one.Kind switch
    {
        EventKinds.Decision when one.Operator is { } name =>
            FleetWords.Fill(AssistedBy, OutcomeOf(one.Outcome, one.Reason), name.Split(':', 2)[^1]),
        EventKinds.Decision => OutcomeOf(one.Outcome, one.Reason),
        EventKinds.Passage => one.Result is { } result ? Passages.GetValueOrDefault(result, result) : one.Kind,
        EventKinds.Alarm => FleetWords.Fill(
            one.Cleared ? AlarmOver : AlarmBegan, one.Name is { } alarm ? words.Alarm(alarm) : one.Kind),
        EventKinds.Operation when one.Name is { } name => OperationOf(name, one.Result, words),
        _ => one.Kind,
    };

    /// <summary>How it looks: the state whose shape and colour it bears.</summary>
    internal static string MarkOf(LatestEvent one) => one switch
    {
        { Kind: EventKinds.Decision, Outcome: "refused" } => "stopped",
        { Kind: EventKinds.Decision } => "ready",
        { Kind: EventKinds.Alarm, Cleared: false } or { Result: PassageWords.Forced } => "degraded",
        _ => "init",
    };

    /// <summary>What was decided, and of a refusal why.</summary>
    internal string OutcomeOf(string? outcome, string? reason) => outcome is "admitted" or null ? Admitted
        : reason is null ? Refused : $"{Refused}: {Reasons.GetValueOrDefault(reason, reason)}";

    private string OperationOf(string name, string? command, Words words) => command is null
        ? Operations.GetValueOrDefault(name, name)
        : $"{Operations.GetValueOrDefault(name, name)}: {CommandPageWords.Of(words).NameOf(command)}";
}
