using CheckIn.Settings;

namespace CheckIn.Hub.Settings;

/// <summary>What was asked cannot be done. It says what is wrong, what is lost and what to do, in both languages.</summary>
internal abstract class RefusalException : Exception
{
    private readonly string _vietnamese;

    /// <param name="english">For who reads English, and the log.</param>
    /// <param name="vietnamese">Null = the same words.</param>
    /// <param name="inner">What lies behind it.</param>
    protected RefusalException(string english, string? vietnamese, Exception? inner = null) : base(english, inner) =>
        _vietnamese = vietnamese ?? english;

    /// <summary>The message, in the language of who reads it.</summary>
    internal string In(Language language) => language.Of(Message, _vietnamese);

    /// <summary>What was asked for does not exist.</summary>
    internal bool IsUnknown { get; init; }

    /// <summary>The request itself is wrong.</summary>
    internal bool IsMalformed { get; init; }

    /// <summary>Who asks may not, whatever it is.</summary>
    internal bool IsForbidden { get; init; }

    /// <summary>It may be asked again later.</summary>
    internal bool IsBusy { get; init; }

    /// <summary>The hub cannot do it now, whoever asks.</summary>
    internal virtual bool IsUnable => false;
}
