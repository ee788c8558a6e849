namespace CheckIn.Hub.Accounts;

/// <summary>Tables of people, what they may, and how they prove who they are.</summary>
internal static class AccountSchema
{
    internal const string Tables = "";
}
