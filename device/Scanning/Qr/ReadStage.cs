namespace CheckIn.Gate.Scanning.Qr;

/// <summary>How far the reading of a picture came, for whoever wants to know why a code was not read.</summary>
public enum ReadStage
{
    /// <summary>No finder patterns that could belong together.</summary>
    NoFinders,
    /// <summary>Three finder patterns, but no timing patterns between them: no symbol, or its size was not found.</summary>
    NoGrid,
    /// <summary>A grid, but its format information is illegible.</summary>
    NoFormat,
    /// <summary>Format information, but more errors than Reed-Solomon corrects.</summary>
    TooManyErrors,
    /// <summary>Corrected data without a sensible content.</summary>
    NoContent,
    /// <summary>A code was read.</summary>
    Read,
}
