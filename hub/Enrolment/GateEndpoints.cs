using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using CheckIn.Enrolment;
using CheckIn.Hub.Accounts;
using CheckIn.Hub.Authority;
using CheckIn.Hub.Keys;
using CheckIn.Hub.Lists;
using CheckIn.Hub.Updates;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Net.Http.Headers;

namespace CheckIn.Hub.Enrolment;

/// <summary>
/// What gates ask over HTTPS. A claim is taken up without a certificate, everything else needs one, which is judged
/// with every request, since a connection may outlive a revocation. Refusals are those of the contract.
/// </summary>
internal static class GateEndpoints
{
    /// <summary>A signing request has some 300 bytes.</summary>
    internal const int MaxBody = 16 * 1024;

    internal static void MapGates(this WebApplication app)
    {
        app.Post(GateDoor.Enrolment + "/{id}", Access.Gates, TakeAsync)
            .RequireRateLimiting(nameof(GateLimits.Attempts))
            .WithMetadata(new RequestSizeLimitAttribute(MaxBody)).ExcludeFromDescription();
        var gate = app.MapGroup(GateDoor.Gate).AddEndpointFilter(OnlyGatesAsync)
            .RequireRateLimiting(nameof(GateLimits.Asks))
            .WithMetadata(new RequestSizeLimitAttribute(MaxBody)).ExcludeFromDescription();
        gate.Post("/certificate", Access.Gates, RenewAsync);
        gate.Get("/provision", Access.Gates, GetProvision);
        gate.Post("/wiped", Access.Gates, WipedAsync);
        gate.MapGateUpdates();
        gate.MapGateLists();
    }

    internal static IResult Refuse(EnrolmentRefusal refusal, int status) =>
        Results.Json(refusal, EnrolmentJson.Default.EnrolmentRefusal, statusCode: status);

    private static async Task<IResult> TakeAsync(string id, ClaimTaker taker, HttpContext http)
    {
        http.Response.Headers.CacheControl = "no-store";
        if (await ReadAsync(http) is not { } body)
            return Refuse(new EnrolmentRefusal(EnrolmentReasons.Malformed), StatusCodes.Status403Forbidden);
        var shown = http.Features.Get<GatesConnection>()!.ServerCertificate.ToArray();
        var proof = http.Request.Headers[EnrolmentProof.Header];
        // A gate that goes away has its answer all the same, for when it asks again.
        var (answer, grant, hubs) = await taker.TakeAsync(
            id.ToUpperInvariant(), body, proof.Count == 1 ? proof[0] : null, shown, CancellationToken.None);
        if (answer.Refusal is { } refusal)
            return Refuse(refusal, answer.Status);
        http.Response.Headers[EnrolmentProof.Header] = hubs;
        return Results.Bytes(grant!, "application/json");
    }

    private static async Task<IResult> RenewAsync(Renewals renewals, HttpContext http)
    {
        if (Parse(await ReadAsync(http), EnrolmentJson.Default.RenewalRequest) is not { Csr: { } csr })
            return Refuse(new EnrolmentRefusal(EnrolmentReasons.Malformed), StatusCodes.Status403Forbidden);
        var (grant, reason) = await renewals.RenewAsync(Gate(http), csr);
        return grant is not null
            ? Results.Json(grant, EnrolmentJson.Default.RenewalGrant)
            : Refuse(new EnrolmentRefusal(reason!), ClaimAnswer.Refuse(reason!).Status);
    }

    private static IResult GetProvision(Provisions provisions, HttpContext http, ILogger<Provisions> logger)
    {
        try
        {
            if (provisions.Of(Gate(http)) is not { } provision)
                return Refuse(new EnrolmentRefusal(EnrolmentReasons.Unknown), StatusCodes.Status404NotFound);
            var bytes = JsonSerializer.SerializeToUtf8Bytes(provision, EnrolmentJson.Default.ProvisionMessage);
            http.Response.Headers.CacheControl = "no-store, private";
            var tag = new EntityTagHeaderValue($"\"{Convert.ToHexStringLower(SHA256.HashData(bytes).AsSpan(0, 16))}\"");
            return Results.Bytes(bytes, "application/json", entityTag: tag);
        }
        catch (KeysException e)
        {
            Log.CannotGrant(logger, e.Message);
            return Refuse(new EnrolmentRefusal(EnrolmentReasons.Busy), StatusCodes.Status503ServiceUnavailable);
        }
    }

    private static async Task<IResult> WipedAsync(EnrolmentDesk desk, HttpContext http)
    {
        await desk.WipedAsync(Gate(http), CancellationToken.None);
        return Results.NoContent();
    }

    private static ValueTask<object?> OnlyGatesAsync(
        EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        var identities = http.RequestServices.GetRequiredService<GateIdentities>();
        if (http.Features.Get<GatesConnection>()?.GateIn(identities) is not { } gate)
        {
            return ValueTask.FromResult<object?>(
                Refuse(new EnrolmentRefusal(EnrolmentReasons.NotAGate), StatusCodes.Status403Forbidden));
        }
        if (http.Connection.ClientCertificate is { } certificate)
            identities.Saw(gate, certificate);
        http.Items[typeof(GateEndpoints)] = gate;
        return next(context);
    }

    /// <summary>Which one asks.</summary>
    internal static string Gate(HttpContext http) => (string)http.Items[typeof(GateEndpoints)]!;

    /// <summary>The body, byte for byte; null = it is longer than any that is meant.</summary>
    private static async Task<byte[]?> ReadAsync(HttpContext http)
    {
        using var body = new MemoryStream();
        try
        {
            await http.Request.Body.CopyToAsync(body, http.RequestAborted);
            return body.ToArray();
        }
        catch (BadHttpRequestException)
        {
            return null;
        }
    }

    private static T? Parse<T>(byte[]? body, JsonTypeInfo<T> type) where T : class
    {
        try
        {
            return body is null ? null : JsonSerializer.Deserialize(body, type);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
