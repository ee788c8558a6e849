namespace CheckIn.Hub.Accounts;

/// <summary>What came of an attempt to sign in, or to prove it again.</summary>
public enum SignInOutcome
{
    /// <summary>The new session stands in <see cref="SignIn.Session"/>, at whatever stage.</summary>
    Done,
    /// <summary>Name, password or code are wrong; which of them is not told.</summary>
    Refused,
    /// <summary>Too many attempts; nothing was looked at. <see cref="SignIn.Wait"/> says for how long.</summary>
    Wait,
    /// <summary>Too many at once; nothing was looked at. Again in a moment.</summary>
    Busy,
}

/// <summary>An answer to who signs in.</summary>
/// <param name="Id">For the cookie (<see cref="SessionCookie"/>), when <see cref="SignInOutcome.Done"/>.</param>
public sealed record SignIn(
    SignInOutcome Outcome, Session? Session = null, string? Id = null, TimeSpan? Wait = null)
{
    internal static SignIn Refused { get; } = new(SignInOutcome.Refused);

    internal static SignIn Busy { get; } = new(SignInOutcome.Busy);

    public bool IsDone => Outcome == SignInOutcome.Done;

    /// <summary>Not for logs.</summary>
    public override string ToString() => Outcome.ToString();
}

/// <summary>From where somebody signs in.</summary>
/// <param name="Address">Null = not known.</param>
/// <param name="Browser">What it calls itself.</param>
public sealed record Origin(string? Address, string? Browser = null)
{
    private const int LongestBrowser = 200;

    public static Origin Of(HttpContext http)
    {
        var browser = http.Request.Headers.UserAgent.ToString();
        return new Origin(
            http.Connection.RemoteIpAddress?.ToString(),
            browser.Length == 0 ? null : browser[..Math.Min(browser.Length, LongestBrowser)]);
    }
}
