using System.Text.RegularExpressions;
using CheckIn.Browser.Tests.Chromium;
using CheckIn.Browser.Tests.Fleet;
using CheckIn.Hub.Accounts;
using OpenQA.Selenium;

namespace CheckIn.Browser.Tests.Journeys;

/// <summary>What somebody does to have an account, and to use it.</summary>
public sealed partial class AccountTests : Offices
{
    private const string Name = "an.nguyen";
    private byte[] _secret = [];
    private string _host = "127.0.0.1";

    /// <summary>A page of the hub in Vietnamese, by the name it has in this test.</summary>
    private Uri Named(string path) => new UriBuilder(Page(path)) { Host = _host }.Uri;

    [BrowserFact]
    public async Task The_first_start_makes_an_administrator_with_two_factors_who_signs_out_and_in_again()
    {
        var codes = await BecomeAdministratorAsync();
        Assert.Equal(10, codes.Count);
        Assert.Contains(Name, Browser.TextOf(".who"), StringComparison.Ordinal);

        await SignOutAsync();
        Browser.Open(Named("/people"));
        await SignInAsync(SyntheticPeople.Password + "x", "the refusal", () => Browser.FindAll(".problem").Count > 0);
        await SignInAsync(SyntheticPeople.Password, "the second step", () => Browser.At.AbsolutePath == "/sign-in/second");
        Browser.Find("#code").SendKeys(NextCode());
        Submit();
        // Where he wanted to go at first.
        await Browser.UntilAsync("the people", () => Browser.At.AbsolutePath == "/people");
        Assert.Contains(Name, Browser.TextOf("main table"), StringComparison.Ordinal);

        await SignOutAsync();
        Browser.Open(Named("/sign-in"));
        await SignInAsync(SyntheticPeople.Password, "the second step", () => Browser.At.AbsolutePath == "/sign-in/second");
        Browser.Find("a[href*='recovery']").Click();
        await Browser.UntilAsync("the field for it", () => Browser.At.Query.Contains("recovery", StringComparison.Ordinal));
        Browser.Find("#code").SendKeys(codes[3]);
        Submit();
        await Browser.UntilAsync("the wall", () => Browser.At.AbsolutePath == "/");
        Assert.DoesNotContain(Browser.Complaints(), static complaint =>
            !complaint.Contains("status of 403", StringComparison.Ordinal));
    }

    [BrowserFact]
    public async Task A_passkey_takes_the_place_of_password_and_code_and_needs_who_is_himself()
    {
        // Passkeys belong to a name.
        _host = "localhost";
        Browser.HavePasskeys();
        await BecomeAdministratorAsync();
        Browser.Open(Named("/account"));
        Browser.FindAll("summary").First(static one => one.Text.Contains("Thêm khoá", StringComparison.Ordinal)).Click();
        Browser.Find("#passkey").SendKeys("Điện thoại");
        Browser.Find("form[data-passkey=create] button").Click();
        await Browser.UntilAsync("the passkey in the list", () =>
            Browser.TextOf("main .windows").Contains("Điện thoại", StringComparison.Ordinal));
        Assert.Equal(1, Browser.Passkeys);

        await SignOutAsync();
        Browser.BeOneself(false);
        Browser.Find("form[data-passkey=get] button").Click();
        await Browser.UntilAsync("that nothing came", () => Browser.TextOf("form .mistake").Length > 0);
        Browser.BeOneself(true);
        Browser.Find("form[data-passkey=get] button").Click();
        await Browser.UntilAsync("the wall", () => Browser.At.AbsolutePath == "/");
        Assert.Contains(Name, Browser.TextOf(".who"), StringComparison.Ordinal);
    }

    [BrowserFact]
    public async Task Signing_in_needs_no_mouse_and_no_script()
    {
        await BecomeAdministratorAsync();
        await SignOutAsync();
        Browser.AllowScript(false);
        Browser.Open(Named("/sign-in"));
        Browser.Find("#name").Click();
        Browser.Type(Name + Keys.Tab + SyntheticPeople.Password + Keys.Enter);
        await Browser.UntilAsync("the second step", () => Browser.At.AbsolutePath == "/sign-in/second");
        // The field has the focus.
        Browser.Type(NextCode() + Keys.Enter);
        await Browser.UntilAsync("the wall", () => Browser.At.AbsolutePath == "/");
        Browser.AllowScript(true);
        Assert.Contains(Name, Browser.TextOf(".who"), StringComparison.Ordinal);
    }

    /// <summary>Nobody has an account yet.</summary>
    private protected override Task BeginAsync() => Task.CompletedTask;

    private async Task<IReadOnlyList<string>> BecomeAdministratorAsync()
    {
        var link = Link().Match(Premises.Tails);
        Assert.True(link.Success, Premises.Tails);
        Browser.Open(Named(link.Value));
        Browser.Find("#name").SendKeys(Name);
        Browser.Find("#password").SendKeys(SyntheticPeople.Password);
        Browser.Find("#again").SendKeys(SyntheticPeople.Password);
        Submit();
        await Browser.UntilAsync("the second factor", () => Browser.At.AbsolutePath == "/account/second-factor");
        // Nothing else opens until it is set up.
        Browser.Open(Named("/people"));
        await Browser.UntilAsync("back to it", () => Browser.At.AbsolutePath == "/account/second-factor");
        Browser.Open(Named("/account/second-factor"));
        _secret = SecretOf((string)Browser.Run("return document.querySelector('main pre').textContent")!);
        Browser.Find("#code").SendKeys(Totp.Code(_secret, Step()));
        Browser.Find("main form:not([data-passkey]) button[type=submit]").Click();
        await Browser.UntilAsync("the recovery codes", () => Browser.FindAll(".codes li").Count > 0);
        var codes = Browser.FindAll(".codes li").Select(static one => one.Text).ToArray();
        Browser.Find("main a.button").Click();
        await Browser.UntilAsync("his account", () => Browser.At.AbsolutePath is "/" or "/account" or "/people");
        Browser.Open(Named("/"));
        return codes;
    }

    private async Task SignInAsync(string password, string what, Func<bool> holds)
    {
        Browser.Find("#name").Clear();
        Browser.Find("#name").SendKeys(Name);
        Browser.Find("#password").SendKeys(password);
        Submit();
        await Browser.UntilAsync(what, holds);
    }

    private async Task SignOutAsync()
    {
        Browser.Find(".who form button").Click();
        await Browser.UntilAsync("signed out", () => Browser.At.AbsolutePath == "/sign-in");
    }

    private void Submit() => Browser.Find("main form button[type=submit]").Click();

    private static long Step() => Totp.StepAt(TimeProvider.System.GetUtcNow());

    /// <summary>A code that was not used before; a clock may be one step ahead.</summary>
    private string NextCode() => Totp.Code(_secret, Step() + 1);

    private static byte[] SecretOf(string typed)
    {
        const string letters = "abcdefghijklmnopqrstuvwxyz234567";
        var (bits, count, bytes) = (0, 0, new List<byte>());
        foreach (var letter in typed.ToLowerInvariant().Where(letters.Contains))
        {
            (bits, count) = ((bits << 5) | letters.IndexOf(letter, StringComparison.Ordinal), count + 5);
            if (count < 8)
                continue;
            bytes.Add((byte)(bits >> (count - 8)));
            (bits, count) = (bits & ((1 << (count - 8)) - 1), count - 8);
        }
        return [.. bytes];
    }

    [GeneratedRegex("/setup/[0-9a-f]{64}")]
    private static partial Regex Link();
}
