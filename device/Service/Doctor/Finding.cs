namespace CheckIn.Gate.Service.Doctor;

/// <summary>How something was found.</summary>
internal enum CheckState
{
    /// <summary>As it should be.</summary>
    Good,
    /// <summary>It works, but somebody should look at it.</summary>
    Look,
    /// <summary>It does not work.</summary>
    Wrong,
    /// <summary>It was not tried, and why.</summary>
    Skipped,
}

/// <summary>What one check found.</summary>
/// <param name="Check">The check's word, the same in every language.</param>
/// <param name="State">How it is.</param>
/// <param name="Found">What was found, in the technician's language.</param>
/// <param name="Advice">What to do about it; null = nothing.</param>
/// <param name="Lane">The lane concerned; null = the whole gate.</param>
internal sealed record Finding(string Check, CheckState State, string Found, string? Advice = null, string? Lane = null);
