namespace CheckIn.Settings;

/// <summary>
/// A text does not say what it should; the message says why, and stands behind the name of what it is.
/// </summary>
public sealed class WrongTextException(string english, string vietnamese) : FormatException(english)
{
    /// <summary>The message, in the language of who reads it.</summary>
    public string In(Language language) => language.Of(Message, vietnamese);
}
