using CheckIn.Hub.Accounts;

namespace CheckIn.Hub.Metrics;

/// <summary>The room, put together.</summary>
internal static class MetricServices
{
    internal static IServiceCollection AddHubMetrics(this IServiceCollection services) => services
        .AddSingleton<MeterBook>()
        .AddSingleton<FleetMetrics>()
        .AddSingleton<HubMetrics>();

    /// <summary>Begins to count, before anything happens that is counted.</summary>
    internal static void UseHubMetrics(this WebApplication app)
    {
        app.Services.GetRequiredService<MeterBook>();
        app.Services.GetRequiredService<FleetMetrics>();
        app.Services.GetRequiredService<HubMetrics>();
    }

    internal static void MapMetrics(this WebApplication app) => app
        .Get("/metrics", Access.WholeHub(Capability.SeeFleet), Collect)
        .Produces<string>(StatusCodes.Status200OK, "text/plain")
        .WithSummary("Metrics for Prometheus: its text format, or OpenMetrics for whoever accepts that.");

    private static IResult Collect(MeterBook book, HttpContext http)
    {
        var isOpenMetrics = http.Request.Headers.Accept.ToString()
            .Contains("application/openmetrics-text", StringComparison.OrdinalIgnoreCase);
        http.Response.Headers.CacheControl = "no-store";
        return Results.Text(
            MetricText.Write(book.Read(), isOpenMetrics), isOpenMetrics ? MetricText.OpenMetrics : MetricText.Plain);
    }
}
