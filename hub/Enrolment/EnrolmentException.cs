using CheckIn.Hub.Settings;
using CheckIn.Settings;

namespace CheckIn.Hub.Enrolment;

/// <summary>An act cannot be done. The message says why and what to do.</summary>
internal sealed class EnrolmentException(string message) : Exception(message)
{
    private readonly string? _vietnamese;

    internal EnrolmentException(string english, string vietnamese) : this(english) => _vietnamese = vietnamese;

    /// <summary>The message, in the language of who reads it.</summary>
    internal string In(Language language) => language.Of(Message, _vietnamese ?? Message);

    /// <summary>What was asked for does not exist.</summary>
    internal bool IsUnknown { get; init; }

    /// <summary>The request itself cannot be read.</summary>
    internal bool IsMalformed { get; init; }

    /// <summary>It may be asked again later.</summary>
    internal bool IsBusy { get; init; }
}
