using CheckIn.Hub.Accounts;

namespace CheckIn.Hub.Tests.Accounts;

/// <summary>Routes of passes and cards, which are of a place, and of lists, which are the whole hub's.</summary>
internal static class PassRoutes
{
    internal static IEnumerable<Route> All()
    {
        const string root = "/api/v1/passes", lists = "/api/v1/lists";
        var (see, issue) = (Access.To(Capability.SeePasses), Access.To(Capability.IssuePasses));
        yield return new("GET", root, see);
        yield return new("POST", root, issue, null, Elsewhere.Unknown, static _ =>
            $$"""{"category":"staff","scope":"site:{{TwoNodes.Site(TwoNodes.Own)}}","expires_at":"{{RouteTable.Soon}}"}""");
        yield return new("POST", root + "/revoke", issue, null, Elsewhere.Unknown,
            static world => $$"""{"ids":["{{world.Pass(TwoNodes.Own)}}"],"why":"test"}""");
        yield return new("GET", root + "/keys", Access.WholeHub(Capability.SeePasses));
        yield return new("POST", root + "/keys/rotate", Access.WholeHub(Capability.RotateKeys).Freshly, Body: static _ => "{}");
        yield return new("GET", lists, Access.WholeHub(Capability.SeePasses));
        yield return new("PUT", lists + "/{name}", Access.WholeHub(Capability.EditLists).Freshly,
            static _ => Task.FromResult(lists + "/trust"), Body: static _ => "{}");
        yield return new("GET", "/api/v1/gate/lists/{name}", Access.Gates);
        foreach (var route in Cards().Concat(Pages(see, issue)).Concat(Invitations(see, issue)).Concat(Visitors()))
            yield return route;
    }

    private static IEnumerable<Route> Cards()
    {
        const string root = "/api/v1/cards";
        var (see, edit) = (Access.To(Capability.SeePasses), Access.To(Capability.EditCards).Freshly);
        var site = TwoNodes.Site(TwoNodes.Own);
        yield return new("GET", root, see);
        yield return new("POST", root + "/find", see, Body: static _ => """{"number":"001099000001"}""");
        yield return new("POST", root, edit, null, Elsewhere.Unknown,
            _ => $$"""{"numbers":["001099000001"],"site":"{{site}}","denied":true}""");
        yield return new("POST", root + "/import", edit, _ => Task.FromResult($"{root}/import?site={site}"), Elsewhere.Unknown,
            static _ => "number,category\n001099000001,staff\n");
        yield return new("POST", root + "/remove", edit, null, Elsewhere.Unknown,
            _ => $$"""{"numbers":["001099000001"],"site":"{{site}}"}""");
        yield return new("DELETE", root, edit, _ => Task.FromResult($"{root}?site={site}"), Elsewhere.Unknown);
    }

    private static IEnumerable<Route> Pages(Access see, Access issue)
    {
        yield return new("GET", "/passes", see);
        yield return new("GET", "/passes/issue", issue,
            static _ => Task.FromResult($"/passes/issue?scope=site:{TwoNodes.Site(TwoNodes.Own)}"), Elsewhere.Unknown);
        yield return new("POST", "/passes/issue", issue, null, Elsewhere.Unknown, static _ =>
            $"scope=site:{TwoNodes.Site(TwoNodes.Own)}&category=visitor&until={RouteTable.Soon[..10]}&count=2");
        const string revoke = "/passes/{id}/revoke";
        yield return new("GET", revoke, issue,
            static world => Task.FromResult($"/passes/{world.Pass(TwoNodes.Own)}/revoke"), Elsewhere.Unknown);
        yield return new("POST", revoke, issue,
            static world => Task.FromResult($"/passes/{world.Pass(TwoNodes.Own)}/revoke"), Elsewhere.Unknown, static _ => "why=test");
    }

    private static IEnumerable<Route> Invitations(Access see, Access issue)
    {
        const string root = "/api/v1/invitations", pages = "/invitations";
        yield return new("GET", root, see);
        yield return new("POST", root, issue, null, Elsewhere.Unknown, static _ =>
            $$"""{"scope":"site:{{TwoNodes.Site(TwoNodes.Own)}}","until":"{{RouteTable.Soon}}"}""");
        yield return new("POST", root + "/{number:long}/revoke", issue,
            static world => Task.FromResult($"{root}/{world.Invitation(TwoNodes.Own)}/revoke"), Elsewhere.Unknown);
        yield return new("GET", pages, see);
        yield return new("GET", pages + "/new", issue,
            static _ => Task.FromResult($"{pages}/new?scope=site:{TwoNodes.Site(TwoNodes.Own)}"), Elsewhere.Unknown);
        yield return new("POST", pages + "/new", issue, null, Elsewhere.Unknown, static _ =>
            $"scope=site:{TwoNodes.Site(TwoNodes.Own)}&category=visitor&until={RouteTable.Soon[..10]}&people=2");
        yield return new("GET", pages + "/{number:long}", issue,
            static world => Task.FromResult($"{pages}/{world.Invitation(TwoNodes.Own)}"), Elsewhere.Unknown);
        yield return new("POST", pages + "/{number:long}/revoke", issue,
            static world => Task.FromResult($"{pages}/{world.Invitation(TwoNodes.Own)}/revoke"), Elsewhere.Unknown, static _ => "");
    }

    /// <summary>Of anybody who has a link; here of a link that is none.</summary>
    private static IEnumerable<Route> Visitors()
    {
        var none = new string('0', 24);
        foreach (var (place, code) in new[] { ("/visit/{secret}", "/visit/" + none), ("/declare/{site}", "/declare/khong-co") })
        {
            yield return new("GET", place, Access.Open, _ => Task.FromResult(code));
            yield return new("POST", place, Access.Open, _ => Task.FromResult(code), Body: static _ => "name=x");
        }
        foreach (var part in new[] { "", "/code.png", "/state", "/change" })
            yield return new("GET", "/pass/{secret}" + part, Access.Open, _ => Task.FromResult($"/pass/{none}{part}"));
        foreach (var part in new[] { "/picture", "/phone", "/change" })
        {
            yield return new(
                "POST", "/pass/{secret}" + part, Access.Open, _ => Task.FromResult($"/pass/{none}{part}"), Body: static _ => "name=x");
        }
    }
}
