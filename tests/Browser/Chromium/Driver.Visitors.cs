using OpenQA.Selenium;

namespace CheckIn.Browser.Tests.Chromium;

/// <summary>Who sits at the browser.</summary>
internal sealed partial class Driver
{
    private const string SessionCookie = "checkin-session";

    /// <summary>Signs in as the operator of the hub's machine, by a link of his and a click.</summary>
    internal async Task SignInByAsync(Uri link)
    {
        Open(link);
        Find("main form button[type=submit]").Click();
        await UntilAsync("signed in", () => At.AbsolutePath == "/");
    }

    /// <summary>Has that session from now on; null = nobody has signed in.</summary>
    internal void Have(Uri page, string? session)
    {
        // A cookie is given to the page that is open.
        if (!At.IsAbsoluteUri || At.Authority != page.Authority)
            Open(new Uri(page, "/assets/checkin.css"));
        _chrome.Manage().Cookies.DeleteCookieNamed(SessionCookie);
        if (session is not null)
            _chrome.Manage().Cookies.AddCookie(new Cookie(SessionCookie, session, "/"));
    }
}
