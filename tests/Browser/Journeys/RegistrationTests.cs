using CheckIn.Browser.Tests.Chromium;
using CheckIn.Browser.Tests.Fleet;

namespace CheckIn.Browser.Tests.Journeys;

/// <summary>A household business with a telephone, and the office that calls it.</summary>
public sealed class RegistrationTests
{
    private const int MostBytes = 60 * 1024;

    [PaperFact]
    public async Task A_household_business_registers_itself_is_called_and_prints_its_poster()
    {
        await using var hub = await FleetHub.StartAsync();
        using var owner = Driver.Start(new Look(Look.Phone, "vi"));
        owner.Open(new Uri(hub.Page, "/register?lang=vi"));
        var bytes = Convert.ToInt32(owner.Run("""
            return performance.getEntriesByType('navigation').concat(performance.getEntriesByType('resource'))
              .reduce((sum, one) => sum + one.encodedBodySize, 0);
            """), System.Globalization.CultureInfo.InvariantCulture);
        Assert.InRange(bytes, 1000, MostBytes);
        owner.AllowScript(false);
        owner.Find("#q").SendKeys("sen\n");
        await owner.UntilAsync("the commune", () => owner.FindAll("main .choices a").Count == 1);
        owner.Find("main .choices a").Click();
        await owner.UntilAsync("the form", () => owner.FindAll("#phone").Count == 1);
        owner.Find("#name").SendKeys("Quán cơm Bà Sáu");
        owner.Find("#kind option[value=eatery]").Click();
        owner.Find("#address").SendKeys("14 đường Sen Hồng");
        owner.Find("#owner").SendKeys("Lê Thị Nghiệm");
        owner.Find("#phone").SendKeys("0912 345 679");
        owner.Find("main form button").Click();
        await owner.UntilAsync("the code", () => owner.FindAll(".symbols").Count == 1);
        var (code, page) = (string.Concat(owner.TextOf(".symbols").Where(char.IsAsciiDigit)), owner.At);

        using var office = Driver.Start(new Look(Look.Desk, "vi"));
        office.Have(hub.Page, hub.People.SessionOf(Visitor.OfNode));
        office.Open(new Uri(hub.Page, "/registrations?lang=vi"));
        office.Find("main tr:has(th) ~ tr:last-child a, main tbody tr:last-child a").Click();
        await office.UntilAsync("the registration", () => office.FindAll("#code").Count == 1);
        Assert.Contains("0912 345 679", office.TextOf("main"), StringComparison.Ordinal);
        office.Find("#code").SendKeys(code);
        office.Find("main form[action*='/approve'] button").Click();
        await office.UntilAsync("the site", () => office.At.AbsolutePath.StartsWith("/sites/dk-", StringComparison.Ordinal));

        owner.AllowScript(true);
        owner.Open(page);
        owner.Find("main a[href*='/poster']").Click();
        await owner.UntilAsync("the poster", () => owner.FindAll("article.poster svg").Count == 1);
        var sheet = Assert.Single(await Paper.OfAsync(owner.Pdf()));
        var (text, centimetres) = Assert.Single(sheet.Codes);
        Assert.InRange(centimetres, 15.0, 15.6);
        owner.Open(new Uri(hub.Page, new Uri(text).AbsolutePath + "?lang=vi"));
        Assert.Contains("Quán cơm Bà Sáu", owner.TextOf("main"), StringComparison.Ordinal);
        Assert.Empty(owner.Complaints());
        Assert.Empty(office.Complaints());
    }
}
