using System.Text.Json;
using System.Text.Json.Serialization;
using CheckIn.Hub.Accounts;
using CheckIn.Hub.Events;
using CheckIn.Hub.Fleet;

namespace CheckIn.Hub.Web;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(GateList))]
[JsonSerializable(typeof(Dictionary<string, string>))]
internal sealed partial class WebJson : JsonSerializerContext;

/// <summary>Everything machine-readable.</summary>
internal static class WebApi
{
    private static readonly TimeSpan AtMostEvery = TimeSpan.FromMilliseconds(500);

    internal static void MapApi(this WebApplication app)
    {
        app.Get("/healthz", Access.Open, Health)
            .Produces<Dictionary<string, string>>().Produces<Dictionary<string, string>>(StatusCodes.Status503ServiceUnavailable)
            .WithSummary("200 while events can be stored, 503 with the reason while not.");
        app.Get("/api/v1/gates", Access.To(Capability.SeeFleet), async (
                GateRows gates, SightBook sights, HttpContext http, CancellationToken cancellation) =>
                TypedResults.Json(
                    new GateList((await gates.NowAsync(sights.Of(http, Capability.SeeFleet), cancellation)).Rows),
                    WebJson.Default.GateList))
            .Produces<GateList>()
            .WithSummary("All gates with state, since when, last seen, counts and backlog; lost ones first.");
        app.Get("/api/v1/events", Access.To(Capability.SeeEvents), EventsEndpoint.GetAsync)
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .WithSummary("Events in the order stored, from a cursor on; limit 1 to 1000.");
        app.Get("/api/v1/gates/stream", Access.To(Capability.SeeFleet), StreamAsync)
            .WithSummary("Server-sent events: 'changed' whenever anything about the gates has changed.");
        app.MapOpenApi().WithMetadata(Access.SignedIn);
        app.Get("/asyncapi/v1.json", Access.SignedIn, static () => Results.Stream(Contract.ContractDocument.Open(), "application/json"))
            .WithSummary("The AsyncAPI 3 document of everything that crosses MQTT.");
    }

    private static IResult Health(EventStore store) => store.Trouble is { } trouble
        ? Results.Json(new Dictionary<string, string> { ["status"] = "failing", ["why"] = trouble },
            WebJson.Default.DictionaryStringString, statusCode: StatusCodes.Status503ServiceUnavailable)
        : Results.Json(new Dictionary<string, string> { ["status"] = "ok" }, WebJson.Default.DictionaryStringString);

    /// <summary>A watcher is told that something changed, at most twice a second, and fetches what it shows.</summary>
    private static Task StreamAsync(
        FleetRegistry fleet, LiveNews news, SightBook sights, TimeProvider time, HttpContext http) =>
        sights.Of(http, Capability.SeeFleet).IsWhole
            ? EventStream.TellAsync(http, () => new Glance("{}", fleet.Changed), AtMostEvery, time)
            : news.TellAsync(http, () => sights.Of(http, Capability.SeeFleet));
}
