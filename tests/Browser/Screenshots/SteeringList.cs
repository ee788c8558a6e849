using CheckIn.Browser.Tests.Fleet;

namespace CheckIn.Browser.Tests.Screenshots;

/// <summary>The pages of settings and modes.</summary>
internal static class SteeringList
{
    private const string Rolling = "/settings/" + SyntheticSteering.RollingScope, Node = "/settings/" + SyntheticSteering.NodeScope;
    private const string Pulse = "?path=Lanes%3A*%3ATurnstile%3APulse";

    internal static IReadOnlyList<ListedPage> All { get; } =
    [
        new("settings", "/settings"),
        new("settings-found", "/settings?q=cuc"),
        new("settings-of-node", "/settings", Visitor.OfNode),
        new("settings-hub", "/settings/hub"),
        new("settings-node", Node),
        new("settings-nothing", $"/settings/site:{SyntheticPlaces.LostSite}"),
        new("settings-rolling", Rolling),
        new("settings-unknown", "/settings/site:KHONG"),
        new("settings-catalog", "/settings/catalog?q=turnstile"),
        new("settings-choose", Node + "/change?q=scanner"),
        new("settings-value", "/settings/hub/change" + Pulse),
        new("settings-value-wrong", "/settings/hub/change" + Pulse, Act: """
            const form = document.querySelector("main form.fields");
            form.value.value = "1 năm"; form.requestSubmit();
            """),
        new("settings-json", "/settings/hub/json"),
        new("settings-json-wrong", "/settings/hub/json", Act: """
            const form = document.querySelector("main form.fields");
            form.patch.value = '{"Health": {"TooHot": 900, "TooCold": 1}}'; form.requestSubmit();
            """),
        new("settings-draft", Node + "/change?q=led&patch=%7B%22Health%22%3A%7B%22TooHot%22%3A70%7D%7D"),
        new("settings-preview", Node + "/json", Act: """
            const form = document.querySelector("main form.fields");
            form.patch.value = '{"Health": {"TooHot": 70}, "Uplink": {"KeepAlive": "00:00:40"}, "Lanes": {"*": {"Scanner": null}}}';
            form.requestSubmit();
            """),
        new("settings-back", "/settings/hub/back/1"),
        new("settings-back-rolling", Rolling + "/back/0"),
        new("settings-rollout", Rolling + "/rollouts/1"),
        new("settings-rollout-stop", Rolling + "/rollouts/1/stop"),
        new("settings-rollout-resume", Rolling + "/rollouts/1/resume"),
        new("modes", "/modes"),
        new("modes-of-node", "/modes", Visitor.OfNode),
        new("mode-where", "/modes/order"),
        new("mode-order", $"/modes/order?scope=site:{SyntheticPlaces.Site}&mode=lockdown"),
        new("mode-order-wrong", $"/modes/order?scope=site:{SyntheticPlaces.Site}", Act: """
            const form = document.querySelector("main form.fields");
            form.noValidate = true; form.for.value = "until"; form.requestSubmit();
            """),
        new("mode-confirm", "/modes/order?scope=node:hoa-mai&mode=lockdown", Act: """
            const form = document.querySelector("main form.fields");
            form.why.value = "Bão số 9"; form.requestSubmit();
            """),
        new("mode-end", "/modes/m-1/end"),
    ];
}
