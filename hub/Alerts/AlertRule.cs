namespace CheckIn.Hub.Alerts;

/// <summary>How an alert of one kind comes and goes.</summary>
/// <param name="RaiseAfter">How long its condition must hold.</param>
/// <param name="ClearAfter">How long its condition must be over.</param>
/// <param name="EscalateAfter">How long nobody may answer before the next level is told; null = it is not.</param>
/// <param name="IsSafety">It is raised in maintenance and while a site is closed too.</param>
internal sealed record AlertRule(
    Severity Severity, TimeSpan RaiseAfter, TimeSpan ClearAfter, TimeSpan? EscalateAfter, bool IsSafety = false)
{
    /// <summary>The highest level that anybody is of.</summary>
    internal const int LastLevel = 3;
}
