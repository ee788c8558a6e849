namespace CheckIn.Rules;

/// <summary>The time zone of rules.</summary>
public static class RuleZone
{
    /// <summary>The home market's.</summary>
    public const string Standard = "Asia/Ho_Chi_Minh";

    /// <summary>By its IANA name; null = the machine has no data of it.</summary>
    /// <remarks>Vietnam has kept UTC+7 without summer time since 1975, so that zone needs none.</remarks>
    public static TimeZoneInfo? Find(string name) => name.Length <= 64
        && TimeZoneInfo.TryFindSystemTimeZoneById(name, out var zone) ? zone
        : name == Standard ? TimeZoneInfo.CreateCustomTimeZone(Standard, TimeSpan.FromHours(7), "+07", "+07") : null;
}
