using CheckIn.Contract;
using CheckIn.Hub.Accounts;
using CheckIn.Hub.Commands;

namespace CheckIn.Hub.Tests.Accounts;

/// <summary>The pages of one gate's settings and commands, of commands to many, and of the search.</summary>
internal static class GateRoutes
{
    internal static IEnumerable<Route> All()
    {
        var (fleet, see) = (Access.To(Capability.SeeFleet), Access.To(Capability.SeeSettings));
        var many = Access.To(Capability.CommandGates).Freshly;
        var gate = "/gates/" + TwoNodes.There(TwoNodes.Own);
        yield return new("GET", "/search", fleet, At("/search?q=place"));
        yield return new("GET", "/gates/{id}/settings", see, At($"/gates/{TwoNodes.Lost(TwoNodes.Own)}/settings"), Elsewhere.Unknown);
        yield return new("GET", "/gates/{id}/settings/live", see, At(gate + "/settings/live"));
        yield return new("GET", "/gates/{id}/commands", fleet, At(gate + "/commands"), Elsewhere.Unknown);
        yield return new("GET", "/gates/{id}/commands/live", fleet, At(gate + "/commands/live"));
        foreach (var name in CommandWords.All.Where(static name => name != CommandWords.Admit))
        {
            var (path, may) = ("/commands/" + name, Access.To(CommandDesk.Needed(name)));
            if (name is CommandWords.OpenOnce or CommandWords.Restart)
                yield return new("GET", "/gates/{id}" + path, may, At(gate + path), Elsewhere.Unknown);
            yield return new(
                "POST", "/gates/{id}" + path, may, At(gate + path), Elsewhere.Unknown, static _ => "lane=vao");
        }
        var guard = $"/guard?gate={TwoNodes.There(TwoNodes.Own)}&lane=vao";
        yield return new("GET", "/guard", Access.To(Capability.OpenGates), At(guard), Elsewhere.Unknown);
        yield return new("POST", "/guard", Access.To(Capability.OpenGates), null, Elsewhere.Unknown,
            static _ => $"gate={TwoNodes.There(TwoNodes.Own)}&lane=vao");
        var scope = "scope=node:" + TwoNodes.Own;
        yield return new("GET", "/commands", many, At("/commands?" + scope), Elsewhere.Unknown);
        yield return new("POST", "/commands", many, null, Elsewhere.Refused, _ => scope + "&name=identify&confirmed=1");
        yield return new("GET", "/commands/{batch}", see, At("/commands/none"));
        yield return new("GET", "/commands/{batch}/live", see, At("/commands/none/live"));
    }

    private static Func<TwoNodes, Task<string>> At(string address) => _ => Task.FromResult(address);
}
