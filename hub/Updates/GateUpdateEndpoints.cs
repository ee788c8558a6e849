using System.Text.Json;
using CheckIn.Enrolment;
using CheckIn.Hub.Accounts;
using CheckIn.Hub.Enrolment;
using CheckIn.Hub.Events;
using CheckIn.Storage;
using CheckIn.Updates;
using Microsoft.Net.Http.Headers;

namespace CheckIn.Hub.Updates;

/// <summary>
/// What gates ask about updates, over the HTTPS that only they reach: the package that is wanted of them, and no
/// other, in whole or from where they were; and they say how far they are.
/// </summary>
internal static class GateUpdateEndpoints
{
    private const string RetryS = "30";

    /// <param name="gate">Their own group, which lets only gates through.</param>
    internal static void MapGateUpdates(this RouteGroupBuilder gate)
    {
        gate.Get("/updates/{sha256}", Access.Gates, GetAsync);
        gate.Post("/update", Access.Gates, ReportAsync);
    }

    private static async Task<IResult> GetAsync(
        string sha256, EventStore store, PackageStore packages, Downloads downloads, HttpContext http)
    {
        var gate = GateEndpoints.Gate(http);
        http.Response.Headers.CacheControl = "no-store, private";
        if (store.Read(db => GateUpdateRows.Wanted(db, gate)) is not { } wanted || wanted.Package != sha256)
            return GateEndpoints.Refuse(new EnrolmentRefusal(EnrolmentReasons.Unknown), StatusCodes.Status404NotFound);
        using var download = downloads.Begin(gate, http.RequestAborted);
        if (download is null)
        {
            http.Response.Headers.RetryAfter = RetryS;
            return GateEndpoints.Refuse(new EnrolmentRefusal(EnrolmentReasons.Busy), StatusCodes.Status429TooManyRequests);
        }
        await SendAsync(packages.PathOf(sha256), sha256, http, download.Over);
        return Results.Empty;
    }

    /// <summary>Whatever ends it, the gate asks for the rest.</summary>
    private static async Task SendAsync(string path, string sha256, HttpContext http, CancellationToken over)
    {
        await using var stop = over.Register(static state => ((HttpContext)state!).Abort(), http);
        try
        {
            await using var file = new FileStream(
                path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, 64 * 1024, FileOptions.Asynchronous);
            await Results.Stream(
                file, "application/octet-stream", entityTag: new EntityTagHeaderValue($"\"{sha256}\""),
                enableRangeProcessing: true).ExecuteAsync(http);
        }
        catch (FileNotFoundException)
        {
            await GateEndpoints.Refuse(
                new EnrolmentRefusal(EnrolmentReasons.Busy), StatusCodes.Status503ServiceUnavailable).ExecuteAsync(http);
        }
    }

    private static async Task<IResult> ReportAsync(UpdateReports reports, HttpContext http)
    {
        UpdateReport? report;
        try
        {
            report = await JsonSerializer.DeserializeAsync(
                http.Request.Body, EnrolmentJson.Default.UpdateReport, http.RequestAborted);
        }
        catch (Exception e) when (e is JsonException or BadHttpRequestException)
        {
            report = null;
        }
        if (!UpdateReports.IsSound(report))
            return GateEndpoints.Refuse(new EnrolmentRefusal(EnrolmentReasons.Malformed), StatusCodes.Status403Forbidden);
        try
        {
            // A gate that goes away is heard all the same.
            await reports.TakeAsync(GateEndpoints.Gate(http), report!);
            return Results.NoContent();
        }
        catch (DatabaseException)
        {
            return GateEndpoints.Refuse(new EnrolmentRefusal(EnrolmentReasons.Busy), StatusCodes.Status503ServiceUnavailable);
        }
    }
}
