using System.Text.RegularExpressions;
using CheckIn.Hub.Accounts;
using CheckIn.Hub.Enrolment;
using Microsoft.AspNetCore.Routing;

namespace CheckIn.Hub.Tests.Web.Probes;

/// <summary>One address of the hub with one method, as it is mapped.</summary>
internal sealed partial record ProbedRoute(string Method, RouteEndpoint Endpoint)
{
    internal string Pattern => "/" + Endpoint.RoutePattern.RawText!.TrimStart('/');

    internal Access Access => Endpoint.Metadata.GetMetadata<Access>()!;

    internal bool IsHarmless => Method is "GET" or "HEAD";

    internal bool IsApi => Pattern.StartsWith("/api/", StringComparison.Ordinal);

    /// <summary>It never ends by itself.</summary>
    internal bool IsStream => Pattern.EndsWith("/live", StringComparison.Ordinal)
        || Pattern.EndsWith("/stream", StringComparison.Ordinal);

    /// <summary>At the gates' own door, where no browser comes.</summary>
    internal bool IsOfGates => Pattern.StartsWith(GateDoor.Gate + "/", StringComparison.Ordinal) || Pattern == GateDoor.Gate
        || Pattern.StartsWith(GateDoor.Enrolment + "/", StringComparison.Ordinal) || Pattern == GateDoor.Enrolment;

    internal bool HasParameters => Endpoint.RoutePattern.Parameters.Count > 0;

    /// <summary>The address with that instead of each parameter, as it stands in the address.</summary>
    internal string With(string value) => Parameter().Replace(Pattern, value.Replace("$", "$$", StringComparison.Ordinal));

    /// <summary>The address of something that is there, where the probed hub has it.</summary>
    internal string Usual
    {
        get
        {
            var place = Pattern.Split('/', StringSplitOptions.RemoveEmptyEntries).FirstOrDefault(static part => part is not ("api" or "v1"));
            return Parameter().Replace(Pattern, match => match.Value.Contains(":long", StringComparison.Ordinal)
                || match.Value.Contains(":int", StringComparison.Ordinal) ? "1" : place switch
                {
                    "gates" => ProbedHub.Gate,
                    "sites" => ProbedHub.Site,
                    "nodes" => ProbedHub.Node,
                    "levels" => "province",
                    "plans" => "cong",
                    "alerts" or "recipients" => "truc-ban",
                    "people" => "an",
                    "enrol" or "enrolment-codes" => ProbedHub.Claim,
                    _ => "1",
                });
        }
    }

    public override string ToString() => $"{Method} {Pattern}";

    internal static IEnumerable<ProbedRoute> Of(IEnumerable<EndpointDataSource> sources) => sources
        .SelectMany(static source => source.Endpoints).OfType<RouteEndpoint>()
        .SelectMany(static endpoint => (endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods ?? ["GET"])
            .Select(method => new ProbedRoute(method, endpoint)))
        .DistinctBy(static route => route.ToString());

    [GeneratedRegex(@"\{[^}]+\}")]
    private static partial Regex Parameter();
}
