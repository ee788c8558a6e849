using System.Globalization;
using System.Text;
using CheckIn.Browser.Tests.Chromium;
using CheckIn.Browser.Tests.Fleet;
using CheckIn.Contract;
using CheckIn.Credentials;
using CheckIn.Passes;

namespace CheckIn.Browser.Tests.Journeys;

/// <summary>What somebody does who comes by invitation, with nothing but his phone.</summary>
public sealed class VisitorTests
{
    private static readonly ClockQuality Exact = new(10, 1);

    [BrowserFact]
    public async Task Somebody_is_invited_declares_and_a_gate_takes_a_screenshot_of_his_code_at_once_and_never_again()
    {
        await using var hub = await FleetHub.StartAsync();
        using var browser = Driver.Start(new Look(Look.Desk, "vi"));
        browser.Have(hub.Page, hub.People.SessionOf(Visitor.OfNode));
        browser.Open(new Uri(hub.Page, $"/invitations/new?scope=site:{SyntheticPlaces.Site}&lang=vi"));
        browser.Run($"document.querySelector('#until').value = '{TimeProvider.System.GetUtcNow().AddDays(60):yyyy-MM-dd}'");
        browser.Find("main form.fields button[type=submit]").Click();
        await browser.UntilAsync("the link", () => browser.FindAll("main pre").Count == 1);
        var link = new Uri(browser.TextOf("main pre"));

        browser.Have(hub.Page, null);
        browser.Become(new Look(Look.Phone, "vi"));
        await DeclareAsync(browser, link);
        await browser.UntilAsync("the way to a code", () => browser.Find("#phone").Displayed);
        browser.Find("#phone button").Click();
        await browser.UntilAsync("the code", () => browser.FindAll("#code svg").Count == 1);
        var shot = browser.Picture();
        var at = TimeProvider.System.GetUtcNow();
        var code = Screenshot.Read(shot);
        Assert.InRange(Convert.ToDouble(
            browser.Run("return document.querySelector('#code svg').getBoundingClientRect().width / innerWidth"),
            CultureInfo.InvariantCulture), 0.6, 1);

        var (trust, used) = (await hub.TrustAsync(), new ReplayMemory());
        var read = PassReader.Read(Encoding.ASCII.GetBytes(code), trust, at, Exact);
        Assert.Equal((CredentialProof.Valid, "s:" + SyntheticPlaces.Site), (read.Proof, read.Pass!.Scope!.ToString()));
        Assert.True(used.TryUse(read.Pass.Id, read.Step!.Value));
        Assert.False(used.TryUse(read.Pass.Id, read.Step!.Value));
        Assert.Equal(CredentialProof.TooOld, PassReader.Read(Encoding.ASCII.GetBytes(code), trust, at.AddMinutes(2), Exact).Proof);
        Assert.Empty(browser.Complaints());
    }

    [BrowserFact]
    public async Task The_code_goes_on_without_the_network_and_is_another_one_in_the_next_step()
    {
        await using var hub = await FleetHub.StartAsync();
        using var browser = Driver.Start(new Look(Look.Phone, "en"));
        browser.Open(new Uri(hub.Page, "/assets/visitor.css"));
        await DeclareAsync(browser, new Uri(hub.Page, await hub.InviteAsync()));
        await browser.UntilAsync("the way to a code", () => browser.Find("#phone").Displayed);
        browser.Find("#phone button").Click();
        await browser.UntilAsync("the code", () => browser.FindAll("#code svg").Count == 1);
        var (first, trust) = (Screenshot.Read(browser.Picture()), await hub.TrustAsync());
        browser.Disconnect();
        // The phone's clock goes to the next step; its page does not wait for it.
        browser.Run("const now = Date.now; Date.now = () => now() + 30000");
        await browser.UntilAsync("another code", () => Screenshot.Find(browser.Picture()) is { } other && other != first);
        var next = PassReader.Read(
            Encoding.ASCII.GetBytes(Screenshot.Read(browser.Picture())), trust, TimeProvider.System.GetUtcNow().AddSeconds(30), Exact);
        Assert.Equal(CredentialProof.Valid, next.Proof);
    }

    [BrowserFact]
    public async Task A_phone_whose_clock_is_wrong_is_told_so_and_shows_a_code_of_the_hubs_time()
    {
        await using var hub = await FleetHub.StartAsync();
        using var browser = Driver.Start(new Look(Look.Phone, "en"));
        browser.Open(new Uri(hub.Page, "/assets/visitor.css"));
        await DeclareAsync(browser, new Uri(hub.Page, await hub.InviteAsync()));
        browser.BeforeEveryPage("const now = Date.now; Date.now = () => now() - 300000");
        await browser.UntilAsync("the way to a code", () => browser.Find("#phone").Displayed);
        browser.Find("#phone button").Click();
        await browser.UntilAsync("that the clock is wrong", () => browser.FindAll("#code svg").Count == 1 && browser.Find("#clock").Displayed);
        Assert.Contains("300 s", browser.TextOf("#clock"), StringComparison.Ordinal);
        var trust = await hub.TrustAsync();
        await browser.UntilAsync("a code of the hub's time", () => Screenshot.Find(browser.Picture()) is { } code
            && PassReader.Read(Encoding.ASCII.GetBytes(code), trust, TimeProvider.System.GetUtcNow(), Exact).Proof
                == CredentialProof.Valid);
    }

    [BrowserFact]
    public async Task Without_script_there_is_a_picture_that_a_gate_takes()
    {
        await using var hub = await FleetHub.StartAsync();
        using var browser = Driver.Start(new Look(Look.Phone, "en"));
        browser.AllowScript(false);
        await DeclareAsync(browser, new Uri(hub.Page, await hub.InviteAsync()));
        await browser.UntilAsync("the visitor's page", () => browser.FindAll("#paper").Count == 1);
        browser.Find("#paper button").Click();
        await browser.UntilAsync("the picture", () => browser.FindAll("#picture svg").Count == 1);
        browser.AllowScript(true);
        var (code, trust) = (Screenshot.Read(browser.Picture()), await hub.TrustAsync());
        var read = PassReader.Read(Encoding.ASCII.GetBytes(code), trust, TimeProvider.System.GetUtcNow(), Exact);
        Assert.Equal(CredentialProof.Valid, read.Proof);
    }

    /// <summary>Somebody declares by a link, and has a page of his own.</summary>
    internal static async Task DeclareAsync(Driver browser, Uri link)
    {
        browser.Open(link);
        browser.Find("#name").SendKeys("Nguyễn Văn Thử");
        browser.Find("#phone").SendKeys("0900 000 001");
        browser.Find("main form button[type=submit]").Click();
        await browser.UntilAsync("the visitor's own page", () => browser.At.AbsolutePath.StartsWith("/pass/", StringComparison.Ordinal));
    }
}
