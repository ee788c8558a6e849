using CheckIn.Contract;
using CheckIn.Hub.Accounts;
using CheckIn.Hub.Commands;

namespace CheckIn.Hub.Web;

/// <summary>A command with what came of it, as pages show it.</summary>
/// <param name="ByName">Who gave it, without what kind of caller he is.</param>
public sealed record CommandView(
    string Id, string? Batch, string Gate, string Name, string? Lane, string ByName, DateTimeOffset At, string State,
    string? Reason, string? Detail, DateTimeOffset? AnsweredAt, IReadOnlyList<SelfCheck> Checks,
    IReadOnlyList<string>? Lines, ScanResult? Scan, EntryResult? Entry = null)
{
    /// <summary>There is more to see of it than its result.</summary>
    public bool HasMore => Detail is not null || Checks.Count > 0 || Lines is not null || Scan is not null;

    internal static CommandView Of(GivenCommand given) => new(
        given.Id, given.Batch, given.Gate, given.Order.Name, given.Order.Lane,
        given.By[(given.By.IndexOf(':', StringComparison.Ordinal) + 1)..], given.At, given.State, given.Reason,
        given.Reply?.Detail, given.AnsweredAt, given.Reply?.Checks ?? [], given.Reply?.Lines, given.Reply?.Scan,
        given.Reply?.Entry);
}

/// <summary>What somebody may tell a gate, as its page offers it.</summary>
/// <param name="Lanes">Names of its lanes; empty = it has not told them.</param>
public sealed record CommandOffer(IReadOnlyList<string> Names, IReadOnlyList<string> Lanes, bool IsPresent)
{
    internal static CommandOffer Of(GateView gate, PageContext page) => new(
        [.. CommandWords.All.Where(name => page.MayAtGate(CommandDesk.Needed(name), gate.Id))],
        gate.Row?.Hardware?.Lanes ?? [], gate.Row?.State is "ready" or "degraded" or "init");

    /// <summary>It is asked first, on a page of its own.</summary>
    internal static bool Asks(string name) => name is CommandWords.OpenOnce or CommandWords.Admit or CommandWords.Restart;

    /// <summary>The page that asks: letting somebody in has one that stays open on a phone.</summary>
    internal static string AskedAt(string gate, string name) =>
        name == CommandWords.Admit ? GuardPages.At(gate) : $"/gates/{gate}/commands/{name}";

    /// <summary>It is about a lane, or may be.</summary>
    internal static bool TakesLane(string name) =>
        name is CommandWords.OpenOnce or CommandWords.Identify or CommandWords.ScanTest;

    /// <summary>It is for many gates at once too.</summary>
    internal static bool IsForMany(string name) => new CommandOrder(name).IsForMany;

    /// <summary>The command as the page words it.</summary>
    internal static CommandOrder Order(string name, string? lane) => name switch
    {
        CommandWords.Identify => new(name, lane, Seconds: 10),
        CommandWords.ScanTest => new(name, lane, Seconds: 30),
        CommandWords.SendLogs => new(name, Lines: 200),
        CommandWords.OpenOnce => new(name, lane),
        _ => new(name),
    };
}
