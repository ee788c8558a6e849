using System.Globalization;
using CheckIn.Contract;
using CheckIn.Credentials;
using CheckIn.Fixtures;
using CheckIn.Rules;

namespace CheckIn.Shared.Tests.Rules;

/// <summary>Rules, a book and one lane each way, as a gate has them.</summary>
internal sealed class Rulebook
{
    internal static readonly byte[] Key = RandomRules.Key;
    private readonly LaneRules _in, _out;

    internal Rulebook(RulesOptions options, CardList? cards = null)
    {
        Engine = RuleEngine.Of(options, cards);
        (_in, _out) = (Engine.Of("vao", Direction.In), Engine.Of("ra", Direction.Out));
    }

    internal RuleEngine Engine { get; }

    internal PresenceBook Book { get; } = new(100);

    /// <summary>What a citizen card's holder is told at a moment of Hanoi's.</summary>
    internal Verdict Ask(string who, string at, RuleCase asked = default, bool isOut = false) =>
        (isOut ? _out : _in).Decide(Case(who, Hanoi(at), asked));

    internal Verdict Ask(string who, DateTimeOffset at) => _in.Decide(Case(who, at, default));

    internal Verdict Decide(RuleCase asked, bool isOut = false) => (isOut ? _out : _in).Decide(asked);

    internal List<RuleStep> Explained(RuleCase asked)
    {
        var steps = new List<RuleStep>();
        Assert.Equal(_in.Decide(asked), _in.Explain(asked, steps));
        return steps;
    }

    /// <summary>Asks, and books what was admitted.</summary>
    internal Verdict Enter(string who, string at, RuleCase asked = default)
    {
        var verdict = Ask(who, at, asked);
        if (verdict.Outcome == Outcome.Admitted)
            Book.Entered(Of(who), Ms(at), Engine.DayOf(Ms(at)));
        return verdict;
    }

    internal void Leave(string who, string at) => Book.Left(Of(who), Engine.DayOf(Ms(at)));

    internal RuleCase Case(string who, DateTimeOffset at, RuleCase asked)
    {
        var ms = at.ToUnixTimeMilliseconds();
        var day = Engine.DayOf(ms);
        return asked with
        {
            Kind = asked.Kind == CredentialKind.Unknown ? CredentialKind.Cccd : asked.Kind,
            Card = Of(who),
            Category = asked.Category == 0 ? RuleCase.NoCategory : asked.Category,
            At = ms,
            ClockErrorMs = asked.ClockErrorMs switch { null => 5, < 0 => null, var error => error },
            Presence = Book.Of(Of(who), day),
            Inside = Book.Inside(day),
        };
    }

    internal static SubjectKey Of(string who) => SubjectKey.Of(Key, System.Text.Encoding.UTF8.GetBytes(who));

    internal static DateTimeOffset Hanoi(string at) =>
        new(DateTime.Parse(at, CultureInfo.InvariantCulture, DateTimeStyles.None), TimeSpan.FromHours(7));

    internal static long Ms(string at) => Hanoi(at).ToUnixTimeMilliseconds();
}
