using CheckIn.Hub.Settings;

namespace CheckIn.Hub.Sites;

/// <summary>What was asked about places cannot be done.</summary>
internal sealed class SitesException(string english, string vietnamese) : RefusalException(english, vietnamese)
{
    /// <summary>What is wrong in which cell, where a file was read.</summary>
    internal CensusErrors? Errors { get; init; }
}
