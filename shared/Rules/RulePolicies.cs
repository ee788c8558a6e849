namespace CheckIn.Rules;

/// <summary>What is done with whoever a rule leaves open.</summary>
public enum RulePolicy
{
    /// <summary>He is refused.</summary>
    Refuse,
    /// <summary>He is admitted, as far as other rules go.</summary>
    Admit,
}

/// <summary>How strictly a rule about numbers and turns is held.</summary>
public enum Enforcement
{
    /// <summary>It is not asked.</summary>
    Off,
    /// <summary>Whoever breaks it is admitted, and that is noted.</summary>
    Soft,
    /// <summary>Whoever breaks it is refused.</summary>
    Hard,
}

/// <summary>Which proof a signed code must bring.</summary>
public enum ProofPolicy
{
    /// <summary>Signed by a key that the gate trusts, and valid now.</summary>
    Required,
    /// <summary>The same where the key is known; a code of a key that is not known identifies, as an unsigned one does.</summary>
    IfKeyKnown,
}

/// <summary>How hours, dates and validities are judged while the gate does not know how wrong its clock is.</summary>
public enum ClockPolicy
{
    /// <summary>By the clock as it is.</summary>
    Trust,
    /// <summary>Who depends on the time is refused.</summary>
    Refuse,
    /// <summary>They are not asked.</summary>
    Admit,
}

/// <summary>How a lane is by an order, as far as rules go.</summary>
public enum RuleMode
{
    /// <summary>As the rules have it.</summary>
    Normal,
    /// <summary>Whoever shows any code is admitted.</summary>
    FreePassage,
    /// <summary>Nobody is let in.</summary>
    Lockdown,
}
