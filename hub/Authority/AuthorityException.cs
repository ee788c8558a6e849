using CheckIn.Hub.Settings;
using CheckIn.Settings;

namespace CheckIn.Hub.Authority;

/// <summary>
/// The authority cannot do what is asked of it. The message says what is wrong, what is lost and what to do.
/// </summary>
internal sealed class AuthorityException : Exception
{
    private readonly string _vietnamese;

    internal AuthorityException(string english, string vietnamese, Exception? inner = null) : base(english, inner) =>
        _vietnamese = vietnamese;

    /// <summary>The message, in the language of who reads it.</summary>
    internal string In(Language language) => language.Of(Message, _vietnamese);
}
