namespace CheckIn.Credentials.Health;

/// <summary>What a key may state, by the extended key usages of its certificate.</summary>
[Flags]
public enum HealthUsages
{
    /// <summary>Nothing.</summary>
    None = 0,
    /// <summary>Tests.</summary>
    Test = 1,
    /// <summary>Vaccinations.</summary>
    Vaccination = 2,
    /// <summary>Recoveries.</summary>
    Recovery = 4,
    /// <summary>All of them: a key whose certificate names no usage at all is not restricted.</summary>
    All = Test | Vaccination | Recovery,
}

/// <summary>
/// The usages by their object identifiers. The eHealth Network's specification has each under the arc
/// 1.3.6.1.4.1.1847.2021.1; early certificates have a zero within it, and those were never issued anew.
/// </summary>
public static class HealthUsageNames
{
    private const string Arc = "1.3.6.1.4.1.1847.2021.1.", EarlyArc = "1.3.6.1.4.1.0.1847.2021.1.";

    /// <summary>
    /// Of a certificate's usages. Where there are none it is not restricted; where there are some it is to these, so that
    /// one which is for something else altogether states nothing (RFC 5280 section 4.2.1.12).
    /// </summary>
    public static HealthUsages Of(IReadOnlyCollection<string> identifiers) => identifiers.Count == 0
        ? HealthUsages.All
        : identifiers.Aggregate(HealthUsages.None, static (usages, next) => usages | Of(next));

    private static HealthUsages Of(string identifier) => Last(identifier) switch
    {
        "1" => HealthUsages.Test,
        "2" => HealthUsages.Vaccination,
        "3" => HealthUsages.Recovery,
        _ => HealthUsages.None,
    };

    private static string Last(string identifier) =>
        identifier.StartsWith(Arc, StringComparison.Ordinal) ? identifier[Arc.Length..]
        : identifier.StartsWith(EarlyArc, StringComparison.Ordinal) ? identifier[EarlyArc.Length..]
        : "";
}
