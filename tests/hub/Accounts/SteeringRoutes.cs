using CheckIn.Hub.Accounts;

namespace CheckIn.Hub.Tests.Accounts;

/// <summary>The pages of settings and modes.</summary>
internal static class SteeringRoutes
{
    private const string Patch = "patch=%7B%22Health%22%3A%7B%22TooHot%22%3A70%7D%7D&title=test&how=now";

    internal static IEnumerable<Route> All()
    {
        var (see, edit) = (Access.To(Capability.SeeSettings), Access.To(Capability.EditSettings));
        var own = $"/settings/site:{TwoNodes.Site(TwoNodes.Own)}";
        yield return new("GET", "/settings", see, At("/settings?q=place"));
        yield return new("GET", "/settings/live", see);
        yield return new("GET", "/settings/catalog", see, At("/settings/catalog"));
        yield return new("GET", "/settings/{scope}", see, At(own), Elsewhere.Unknown);
        yield return new("GET", "/settings/{scope}/change", edit.Freshly, At(own + "/change"), Elsewhere.Unknown);
        yield return new("GET", "/settings/{scope}/json", edit.Freshly, At(own + "/json"), Elsewhere.Unknown);
        yield return new("POST", "/settings/{scope}/preview", edit.Freshly, At(own + "/preview"), Elsewhere.Unknown, static _ => Patch);
        yield return new("POST", "/settings/{scope}/change", edit.Freshly, At(own + "/change"), Elsewhere.Unknown, static _ => Patch);
        const string back = "/settings/{scope}/back/{number:long}";
        yield return new("GET", back, edit.Freshly, At(own + "/back/0"), Elsewhere.Unknown);
        yield return new("POST", back, edit.Freshly, At(own + "/back/0"), Elsewhere.Unknown, static _ => "");
        const string rollout = "/settings/{scope}/rollouts/{id:long}";
        yield return new("GET", rollout, see, At(own + "/rollouts/1"));
        foreach (var (act, access) in new[] { ("/stop", edit), ("/resume", edit.Freshly) })
        {
            yield return new("GET", rollout + act, access, At(own + "/rollouts/1" + act));
            yield return new("POST", rollout + act, access, At(own + "/rollouts/1" + act), Body: static _ => "");
        }
        foreach (var route in Modes())
            yield return route;
    }

    private static IEnumerable<Route> Modes()
    {
        var (see, set) = (Access.To(Capability.SeeSettings), Access.To(Capability.SetModes).Freshly);
        yield return new("GET", "/modes", see, At("/modes"));
        yield return new("GET", "/modes/live", see);
        yield return new("GET", "/modes/order", set, At($"/modes/order?scope=site:{TwoNodes.Site(TwoNodes.Own)}"), Elsewhere.Unknown);
        yield return new("POST", "/modes/order", set, null, Elsewhere.Unknown, static _ =>
            $"scope=site:{TwoNodes.Site(TwoNodes.Own)}&mode=lockdown&for=60&why=test&confirmed=yes");
        yield return new("GET", "/modes/{id}/end", set, async world => $"/modes/{await world.ModeAsync(TwoNodes.Own)}/end", Elsewhere.Unknown);
        yield return new("POST", "/modes/{id}/end", set, async world => $"/modes/{await world.ModeAsync(TwoNodes.Own)}/end",
            Elsewhere.Unknown, static _ => "");
    }

    private static Func<TwoNodes, Task<string>> At(string address) => _ => Task.FromResult(address);
}
