namespace CheckIn.Rules;

/// <summary>What became of one rule.</summary>
public enum RuleOutcome
{
    /// <summary>It has nothing to say here.</summary>
    Passed,
    /// <summary>It is broken, which is noted.</summary>
    Noted,
    /// <summary>It refuses; nothing further is asked.</summary>
    Refused,
    /// <summary>It admits; nothing further is asked.</summary>
    Admitted,
}

/// <summary>One step of a decision, for people.</summary>
/// <param name="Rule">Which rule, from <see cref="RuleNames"/>.</param>
/// <param name="English">What it was asked about, without personal data.</param>
/// <param name="Vietnamese">The same in Vietnamese; of what is no word the same text.</param>
/// <param name="Outcome">What came of it.</param>
/// <param name="Reason">Of a broken rule its reason; else null.</param>
public readonly record struct RuleStep(
    string Rule, string English, string Vietnamese, RuleOutcome Outcome, string? Reason = null);

/// <summary>
/// Hears of each step. A decision that nobody has explained is made by the same code with <see cref="NoTrace"/>, of which the
/// compiler leaves nothing.
/// </summary>
internal interface IRuleTrace
{
    /// <summary>Whether anybody listens; a constant of the type, so that values are put into words for nobody else.</summary>
    static abstract bool IsOn { get; }

    /// <summary>A step was made.</summary>
    void Add(RuleStep step);
}

/// <summary>Nobody listens.</summary>
internal readonly struct NoTrace : IRuleTrace
{
    public static bool IsOn => false;

    public void Add(RuleStep step)
    {
    }
}

/// <summary>Keeps every step.</summary>
internal readonly struct KeptTrace(List<RuleStep> steps) : IRuleTrace
{
    public static bool IsOn => true;

    public void Add(RuleStep step) => steps.Add(step);
}

/// <summary>Names of the rules, in the order in which they are asked. Stable.</summary>
public static class RuleNames
{
    /// <summary>Free passage and lockdown.</summary>
    public const string Mode = "mode";
    /// <summary>Whether it is a code that stands for somebody.</summary>
    public const string Code = "code";
    /// <summary>Its kind.</summary>
    public const string Kind = "kind";
    /// <summary>Its proof.</summary>
    public const string Proof = "proof";
    /// <summary>The list of cards.</summary>
    public const string Card = "card";
    /// <summary>The category.</summary>
    public const string Category = "category";
    /// <summary>Begin and end of an event.</summary>
    public const string Event = "event";
    /// <summary>Hours and holidays.</summary>
    public const string Hours = "hours";
    /// <summary>Anti-passback.</summary>
    public const string Passback = "passback";
    /// <summary>Time since the last entry, and entries of the day.</summary>
    public const string Reentry = "reentry";
    /// <summary>The cap.</summary>
    public const string Occupancy = "occupancy";
}
