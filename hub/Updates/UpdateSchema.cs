namespace CheckIn.Hub.Updates;

/// <summary>Tables of packages, of rollouts, and of what gates tell of them.</summary>
internal static class UpdateSchema
{
    internal const string Tables = "";
}
