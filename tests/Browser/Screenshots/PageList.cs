using CheckIn.Browser.Tests.Chromium;
using CheckIn.Browser.Tests.Fleet;

namespace CheckIn.Browser.Tests.Screenshots;

/// <summary>A page to look at.</summary>
/// <param name="Name">Of its picture.</param>
/// <param name="Path">Its address.</param>
/// <param name="Visitor">Who looks at it.</param>
/// <param name="Act">Script that sends one of its forms; what follows is looked at then. Null = the page itself.</param>
internal sealed record ListedPage(string Name, string Path, Visitor Visitor = Visitor.Operator, string? Act = null)
{
    /// <summary>People print it: it is looked at on paper too.</summary>
    internal bool IsPrinted { get; init; }

    /// <summary>Opens it, as who looks at it.</summary>
    internal async Task OpenAsync(Driver driver, FleetHub hub, string language)
    {
        driver.Have(hub.Page, hub.People.SessionOf(Visitor));
        var address = new Uri(hub.Page, PageList.In(await hub.ResolveAsync(Path), language));
        driver.Open(address);
        if (Act is null)
            return;
        await driver.UntilAsync("the form", () => driver.FindAll("main form").Count > 0);
        driver.Run("window.isBefore = true");
        driver.Run(Act);
        await driver.UntilAsync("what follows the form", () => driver.Run(
            "return window.isBefore === undefined && document.readyState === 'complete'") is true);
    }
}

/// <summary>Every page there is, with something to see on each.</summary>
internal static class PageList
{
    internal static IReadOnlyList<ListedPage> All { get; } =
    [
        new("wall", "/"),
        new("gates", "/gates"),
        new("gate-well", "/gates/ubnd-phuong-sen-01"),
        new("gate-week", "/gates/ubnd-phuong-sen-01?span=week"),
        new("gate-hot", "/gates/nha-may-cuc-04"),
        new("gate-commands", "/gates/ubnd-phuong-sen-01/commands"),
        new("gate-commands-offline", $"/gates/{SyntheticPlaces.LostGate}/commands"),
        new("gate-commands-viewer", "/gates/ubnd-phuong-sen-01/commands", Visitor.Viewer),
        new("gate-settings", "/gates/ubnd-phuong-sen-01/settings"),
        new("command-ask", "/gates/ubnd-phuong-sen-01/commands/open_once"),
        new("command-restart", "/gates/ubnd-phuong-sen-01/commands/restart"),
        new("guard", "/guard"),
        new("guard-found", "/guard?q=sen", Visitor.OfNode),
        new("guard-lane", "/guard?gate=ubnd-phuong-sen-01&lane=vao"),
        new("guard-offline", $"/guard?gate={SyntheticPlaces.LostGate}&lane=vao"),
        new("guard-let-in", "/guard?gate=ubnd-phuong-sen-01&lane=vao", Act: """
            document.querySelector("main form").requestSubmit();
            """),
        new("guard-refused", "/guard?gate=ubnd-phuong-sen-01&lane=vao", Act: """
            const form = document.querySelector("main form");
            form.number.value = "001099000001"; form.requestSubmit();
            """),
        new("guard-wrong", "/guard?gate=ubnd-phuong-sen-01&lane=vao", Act: """
            const form = document.querySelector("main form");
            form.number.value = "12"; form.requestSubmit();
            """),
        new("commands", $"/commands?scope=site:{SyntheticPlaces.Site}"),
        new("commands-ask", $"/commands?scope=site:{SyntheticPlaces.Site}&name=self_test"),
        new("commands-none", "/commands?scope=site:khong-co"),
        new("commands-given", $"/commands?scope=site:{SyntheticPlaces.Site}&name=self_test", Act: """
            const form = document.querySelector("main form");
            form.confirmed.checked = true; form.requestSubmit();
            """),
        new("search", "/search"),
        new("search-found", "/search?q=cuc"),
        new("search-gates", "/search?q=01&in=gates"),
        new("search-none", "/search?q=khong-co"),
        new("muster", $"/sites/{SyntheticPlaces.Site}/muster") { IsPrinted = true },
        new("passes", "/passes"),
        new("pass-where", "/passes/issue"),
        new("pass-issue", $"/passes/issue?scope=site:{SyntheticPlaces.Site}"),
        new("pass-issue-wrong", $"/passes/issue?scope=site:{SyntheticPlaces.Site}", Act: """
            const form = document.querySelector("main form");
            form.noValidate = true; form.count.value = "0"; form.requestSubmit();
            """),
        new("pass-cards", $"/passes/issue?scope=site:{SyntheticPlaces.Site}", Act: """
            const form = document.querySelector("main form");
            form.until.value = new Date(Date.now() + 60 * 864e5).toISOString().slice(0, 10); form.lines.value = "Nguyễn Văn Thử\nTrần Thị Mẫu\nLê Nghiệm"; form.requestSubmit();
            """),
        new("pass-revoke", "/passes/{pass}/revoke"),
        new("register", "/register", Visitor.Nobody),
        new("register-found", "/register?q=phuong", Visitor.Nobody),
        new("register-none", "/register?q=khong-co", Visitor.Nobody),
        new("register-place", $"/register/at/{SyntheticPlaces.Node}", Visitor.Nobody),
        new("registered", "/registered/{registered}", Visitor.Nobody),
        new("registered-refused", "/registered/{registered-refused}", Visitor.Nobody),
        new("registrations", "/registrations"),
        new("registration", "/registrations/{registration}"),
        .. VisitorList.All,
        new("poster", $"/sites/{SyntheticPlaces.Site}/poster") { IsPrinted = true },
        new("poster-none", $"/sites/{SyntheticPlaces.LostSite}/poster"),
        new("venue", "{venue}", Visitor.Nobody),
        new("venue-entered", "{venue}", Visitor.Nobody, "document.querySelector('main button[value=in]').click()"),
        new("venue-unknown", "/v/khong-co", Visitor.Nobody),
        new("desk", "/desk", Visitor.OfNode),
        new("desk-not-today", "/desk", Visitor.OfNode, """
            const form = document.querySelector("main form");
            form.code.value = "001099000001"; form.requestSubmit();
            """),
        new("desk-wrong", "/desk", Visitor.OfNode, """
            const form = document.querySelector("main form");
            form.code.value = "?"; form.requestSubmit();
            """),
        new("nodes", "/nodes"),
        new("node", $"/nodes/{SyntheticPlaces.Node}"),
        new("node-top", "/nodes/hoa-mai"),
        new("node-over", "/nodes/huyen-ho-sen"),
        new("sites", "/sites"),
        new("sites-found", "/sites?q=cuc"),
        new("sites-none", "/sites?q=khong-co"),
        new("site", $"/sites/{SyntheticPlaces.Site}"),
        new("site-lost", $"/sites/{SyntheticPlaces.LostSite}"),
        new("site-edit", $"/sites/{SyntheticPlaces.Site}/edit"),
        new("site-unknown", "/sites/khong-co"),
        new("alerts", "/alerts"),
        new("recipients", "/alerts/recipients"),
        new("recipient-remove", "/alerts/recipients/lanh-dao/remove"),
        new("offline", "/offline"),
        new("offline-day", $"/offline?day={SyntheticPast.Yesterday}"),
        new("offline-node", "/offline?node=hoa-mai"),
        new("enrol", "/enrol"),
        new("gate", $"/gates/{SyntheticPlaces.LostGate}"),
        new("gate-revoke", $"/gates/{SyntheticPlaces.LostGate}/revoke"),
        new("gate-unknown", "/gates/khong-co"),
        new("audit", "/audit"),
        new("updates", "/updates"),
        .. SteeringList.All,
        new("sign-in", "/sign-in", Visitor.Nobody),
        new("sign-in-refused", "/sign-in", Visitor.Nobody, """
            const form = document.querySelector("main form");
            form.name.value = "an.nguyen"; form.password.value = "quite another one"; form.requestSubmit();
            """),
        new("second-step", "/sign-in/second", Visitor.Halfway),
        new("second-step-recovery", "/sign-in/second?with=recovery", Visitor.Halfway),
        new("setup-first", "{first}", Visitor.Nobody),
        new("setup-invited", "{invited}", Visitor.Nobody),
        new("link-gone", "/setup/0", Visitor.Nobody),
        new("open", "{open}", Visitor.Nobody),
        new("factor", "/account/second-factor", Visitor.WithoutFactor),
        new("account", "/account", Visitor.Manager),
        new("account-operator", "/account"),
        new("recovery-codes", "/account", Visitor.Manager,
            "document.querySelector('form[action*=recovery-codes]').requestSubmit()") { IsPrinted = true },
        new("prove", "/account/prove", Visitor.Manager),
        new("people", "/people", Visitor.Manager),
        new("person", "/people/{person}", Visitor.Manager),
        new("person-reset", "/people/{person}/reset", Visitor.Manager),
        new("person-remove", "/people/{person}/remove", Visitor.Manager),
        new("invite", "/people/invite", Visitor.Manager),
        new("invited", "/people/invite", Visitor.Manager, """
            const form = document.querySelector("main form");
            form.name.value = "khach-" + Date.now(); form.requestSubmit();
            """),
        new("tokens", "/tokens", Visitor.Manager),
        new("token-told", "/tokens", Visitor.Manager, """
            const form = document.querySelector("main details form");
            form.name.value = "cong-cu-" + Date.now(); form.requestSubmit();
            """),
        new("token-withdraw", "/tokens/1/withdraw", Visitor.Manager),
        new("forbidden", "/people", Visitor.Viewer),
        new("wall-viewer", "/", Visitor.Viewer),
        new("wall-of-node", "/", Visitor.OfNode),
        new("site-viewer", $"/sites/{SyntheticPlaces.Site}", Visitor.Viewer),
    ];

    /// <summary>The address in a language.</summary>
    internal static string In(string path, string language) =>
        path + (path.Contains('?', StringComparison.Ordinal) ? "&" : "?") + "lang=" + language;
}
