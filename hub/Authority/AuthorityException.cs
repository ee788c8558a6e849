namespace CheckIn.Hub.Authority;

/// <summary>The authority cannot do what is asked of it. The message says what is wrong, what is lost and what to do.</summary>
internal sealed class AuthorityException : Exception
{
    public AuthorityException(string message) : base(message) { }
    public AuthorityException(string message, Exception inner) : base(message, inner) { }
}
