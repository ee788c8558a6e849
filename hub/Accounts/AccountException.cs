using CheckIn.Hub.Settings;

namespace CheckIn.Hub.Accounts;

/// <summary>What was asked about people, sessions or tokens cannot be done.</summary>
internal sealed class AccountException(string english, string vietnamese) : RefusalException(english, vietnamese)
{
    /// <summary>When it may be tried again; null = that does not help.</summary>
    internal TimeSpan? Wait { get; init; }
}
