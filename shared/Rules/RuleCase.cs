using CheckIn.Contract;
using CheckIn.Credentials;

namespace CheckIn.Rules;

/// <summary>Everything that is asked about one code shown at one lane at one moment. Values only.</summary>
public readonly record struct RuleCase
{
    /// <summary>Says no category.</summary>
    public const int NoCategory = -1;

    /// <summary>With nothing known of anybody.</summary>
    public RuleCase()
    {
    }

    /// <summary>Kind of the code.</summary>
    public CredentialKind Kind { get; init; }

    /// <summary>What it proves.</summary>
    public CredentialProof Proof { get; init; }

    /// <summary>No code was shown: an operator answers for who stands there, and everything but the code is judged.</summary>
    public bool IsAssisted { get; init; }

    /// <summary>It is a rotating code, of which the step says when it was made.</summary>
    public bool IsRotating { get; init; }

    /// <summary>It is a pass for another place (<see cref="RuleEngine.IsHere"/>).</summary>
    public bool IsElsewhere { get; init; }

    /// <summary>It has more bytes than any code is read of.</summary>
    public bool IsTooLong { get; init; }

    /// <summary>It is of its kind, and breaks that kind's rules.</summary>
    public bool IsMalformed { get; init; }

    /// <summary>Its subject under the key of the list of cards (<see cref="CardList.Key"/>); any without a list.</summary>
    public SubjectKey Card { get; init; }

    /// <summary>Category that a pass says, by <see cref="RuleEngine.CategoryOf"/>; <see cref="NoCategory"/> = none.</summary>
    public int Category { get; init; } = NoCategory;

    /// <summary>How the lane is by an order.</summary>
    public RuleMode Mode { get; init; }

    /// <summary>Wall time, Unix ms.</summary>
    public long At { get; init; }

    /// <summary>By how much that may be wrong, ms; null = nobody knows.</summary>
    public long? ClockErrorMs { get; init; }

    /// <summary>The hub cannot be reached, or does not say any more how many are inside the site.</summary>
    public bool HubIsAway { get; init; }

    /// <summary>What is known of who shows it.</summary>
    public Presence Presence { get; init; }

    /// <summary>How many are inside, as far as the gate knows: its site, or by its own lanes.</summary>
    public int Inside { get; init; }
}

/// <summary>The answer.</summary>
/// <param name="Outcome">Whether he may pass.</param>
/// <param name="Reason">Why, from <see cref="Reasons"/>.</param>
/// <param name="Category">His category; null where nobody is stood for.</param>
/// <param name="Noted">A rule that he breaks and is not refused for, by its reason; null = none. Of several the first.</param>
public readonly record struct Verdict(Outcome Outcome, string Reason, string? Category = null, string? Noted = null);
