using CheckIn.Hub.Accounts;

namespace CheckIn.Hub.Tests.Accounts;

/// <summary>Routes of places that register themselves: open for owners, of the node for the office.</summary>
internal static class RegistrationRoutes
{
    internal static IEnumerable<Route> All()
    {
        var edit = Access.To(Capability.EditSites);
        yield return new("GET", "/register", Access.Open);
        yield return new("GET", "/register/at/{node}", Access.Open, static _ => Task.FromResult("/register/at/" + TwoNodes.Own));
        yield return new("POST", "/register/at/{node}", Access.Open,
            static _ => Task.FromResult("/register/at/" + TwoNodes.Own),
            Body: static _ => "name=mot+shop&kind=shop&address=1&owner=mot&phone=0900000222");
        yield return new("GET", "/registered/{secret}", Access.Open, static async world =>
            "/registered/" + (await world.RegistrationAsync(TwoNodes.Own)).Secret);
        yield return new("GET", "/registered/{secret}/poster", Access.Open, static _ => Task.FromResult("/registered/none/poster"));
        yield return new("GET", "/registrations", edit);
        yield return new("GET", "/registrations/{id:long}", edit, static async world =>
            "/registrations/" + (await world.RegistrationAsync(TwoNodes.Own)).Id, Elsewhere.Unknown);
        yield return new("POST", "/registrations/{id:long}/approve", edit, static async world =>
            $"/registrations/{(await world.RegistrationAsync(TwoNodes.Own)).Id}/approve", Elsewhere.Unknown, static _ => "code=1");
        yield return new("POST", "/registrations/{id:long}/refuse", edit, static async world =>
            $"/registrations/{(await world.RegistrationAsync(TwoNodes.Own)).Id}/refuse", Elsewhere.Unknown, static _ => "why=test");
    }
}
