using CheckIn.Settings;

namespace CheckIn.Hub.Sites;

/// <summary>What was asked about places cannot be done. The message says why, what is lost and what to do.</summary>
internal sealed class SitesException(string english, string vietnamese) : Exception(english)
{
    /// <summary>The message, in the language of who reads it.</summary>
    internal string In(Language language) => language.Of(Message, vietnamese);

    /// <summary>What was asked for does not exist.</summary>
    internal bool IsUnknown { get; init; }

    /// <summary>The request itself is wrong.</summary>
    internal bool IsMalformed { get; init; }

    /// <summary>What is wrong in which cell, where a file was read.</summary>
    internal CensusErrors? Errors { get; init; }
}
