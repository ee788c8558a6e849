using OpenQA.Selenium.VirtualAuth;

namespace CheckIn.Browser.Tests.Chromium;

internal sealed partial class Driver
{
    /// <summary>
    /// From now on the browser has an authenticator of its own, in which somebody is always there and himself.
    /// </summary>
    internal void HavePasskeys()
    {
        _chrome.AddVirtualAuthenticator(new VirtualAuthenticatorOptions()
            .SetProtocol(VirtualAuthenticatorOptions.Protocol.CTAP2)
            .SetTransport(VirtualAuthenticatorOptions.Transport.INTERNAL)
            .SetHasResidentKey(true).SetHasUserVerification(true).SetIsUserVerified(true).SetIsUserConsenting(true));
    }

    /// <summary>Whether whoever sits there shows that he is himself.</summary>
    internal void BeOneself(bool isHimself) => _chrome.SetUserVerified(isHimself);

    /// <summary>Passkeys that the browser keeps.</summary>
    internal int Passkeys => _chrome.GetCredentials().Count;

    /// <summary>As a browser that was never here.</summary>
    internal void Forget() => _chrome.Manage().Cookies.DeleteAllCookies();
}
