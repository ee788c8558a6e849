using CheckIn.Hub.Settings;
using CheckIn.Settings;

namespace CheckIn.Hub.Keys;

/// <summary>Keys cannot be had. The message says what happened, what is lost and what to do.</summary>
internal sealed class KeysException : Exception
{
    private readonly string _vietnamese;

    internal KeysException(string english, string vietnamese, Exception? inner = null) : base(english, inner) =>
        _vietnamese = vietnamese;

    /// <summary>The message, in the language of who reads it.</summary>
    internal string In(Language language) => language.Of(Message, _vietnamese);
}
