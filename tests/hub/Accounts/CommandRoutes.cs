using CheckIn.Hub.Accounts;

namespace CheckIn.Hub.Tests.Accounts;

/// <summary>Routes of commands: of gates that the asker sees; to open is a right of its own.</summary>
internal static class CommandRoutes
{
    private const string Own = TwoNodes.Own;

    internal static IEnumerable<Route> All()
    {
        var (see, give) = (Access.To(Capability.SeeSettings), Access.To(Capability.CommandGates));
        var gate = "/api/v1/gates/" + TwoNodes.There(Own);
        yield return new("POST", "/api/v1/gates/{id}/open", Access.To(Capability.OpenGates), At(gate + "/open"),
            Elsewhere.Unknown, static _ => """{"lane":"vao"}""");
        yield return new("POST", "/api/v1/gates/{id}/admit", Access.To(Capability.OpenGates), At(gate + "/admit"),
            Elsewhere.Unknown, static _ => """{"lane":"vao"}""");
        yield return new("POST", "/api/v1/gates/{id}/commands", give, At(gate + "/commands"), Elsewhere.Unknown,
            static _ => """{"name":"identify"}""");
        yield return new("GET", "/api/v1/gates/{id}/commands", see, At(gate + "/commands"), Elsewhere.Unknown);
        yield return new("GET", "/api/v1/commands/reach", give, At("/api/v1/commands/reach?scope=hub"));
        yield return new("POST", "/api/v1/commands", give.Freshly, null, Elsewhere.Unknown,
            static _ => $$"""{"scope":"site:{{TwoNodes.Site(Own)}}","name":"identify","confirmed":2}""");
        yield return new("GET", "/api/v1/commands/{id}", see, At("/api/v1/commands/none"));
        yield return new("GET", "/api/v1/commands/batches/{id}", see, At("/api/v1/commands/batches/none"));
    }

    private static Func<TwoNodes, Task<string>> At(string address) => _ => Task.FromResult(address);
}
