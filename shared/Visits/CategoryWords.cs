using CheckIn.Settings;

namespace CheckIn.Visits;

/// <summary>Categories of people as people read them.</summary>
public static class CategoryWords
{
    /// <summary>The category; one that a place made itself as it is written, and "" = the gate did not say.</summary>
    public static string Of(string? category, Language language) => category switch
    {
        null or "" => language.Of("not said", "không rõ"),
        "staff" => language.Of("staff", "nhân viên"),
        "visitor" => language.Of("visitor", "khách"),
        "deliverer" => language.Of("deliverer", "giao hàng"),
        _ => category,
    };
}
