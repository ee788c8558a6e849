using CheckIn.Hub.Accounts;

namespace CheckIn.Hub.Tests.Accounts;

/// <summary>Routes of posters, of the pages that they lead to, and of the service desk.</summary>
internal static class VenueRoutes
{
    internal static IEnumerable<Route> All()
    {
        var (print, ask) = (Access.To(Capability.PrintPosters), Access.To(Capability.AskDesk));
        var poster = $"/sites/{TwoNodes.Site(TwoNodes.Own)}/poster";
        yield return new("GET", "/sites/{code}/poster", print, _ => Task.FromResult(poster), Elsewhere.Unknown);
        yield return new("POST", "/sites/{code}/poster", print, _ => Task.FromResult(poster), Elsewhere.Unknown, static _ => "");
        yield return new("GET", "/v/{key}", Access.Open, static _ => Task.FromResult("/v/khong-co"));
        yield return new("POST", "/v/{key}", Access.Open, static _ => Task.FromResult("/v/khong-co"), Body: static _ => "way=in");
        yield return new("GET", "/desk", ask);
        yield return new("POST", "/desk", ask, null, Elsewhere.Unknown,
            static _ => $"code=001099000001&site={TwoNodes.Site(TwoNodes.Own)}");
        yield return new("POST", "/api/v1/desk", ask, null, Elsewhere.Unknown,
            static _ => $$"""{"code":"001099000001","site":"{{TwoNodes.Site(TwoNodes.Own)}}"}""");
    }
}
