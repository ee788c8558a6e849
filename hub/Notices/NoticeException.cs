using CheckIn.Hub.Settings;
using CheckIn.Settings;

namespace CheckIn.Hub.Notices;

/// <summary>What was asked about alerts, recipients and their messages cannot be done. It says why and what to do.</summary>
internal sealed class NoticeException(string english, string vietnamese) : Exception(english)
{
    /// <summary>The message, in the language of who reads it.</summary>
    internal string In(Language language) => language.Of(Message, vietnamese);

    /// <summary>What was asked for does not exist.</summary>
    internal bool IsUnknown { get; init; }

    /// <summary>The request itself is wrong.</summary>
    internal bool IsMalformed { get; init; }
}
