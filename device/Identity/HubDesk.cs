using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using CheckIn.Enrolment;

namespace CheckIn.Gate.Identity;

/// <summary>What a gate asks its hub for over HTTPS, with its certificate.</summary>
internal sealed class HubDesk(HubAccess access)
{
    /// <summary>What the hub has for this gate.</summary>
    /// <param name="tag">The ETag of what the gate has; null = it has nothing.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <returns>Null when nothing has changed.</returns>
    /// <exception cref="HubRefusedException">The hub does not take this gate's certificate, or its request.</exception>
    /// <exception cref="HttpRequestException">The hub is not reached.</exception>
    internal async Task<(ProvisionMessage Provision, string? Tag)?> ProvisionAsync(string? tag, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "api/v1/gate/provision");
        if (tag is not null && EntityTagHeaderValue.TryParse(tag, out var known))
            request.Headers.IfNoneMatch.Add(known);
        var (answer, body) = await AskAsync(request, cancellation);
        using (answer)
        {
            return answer.StatusCode == HttpStatusCode.NotModified
                ? null : (Read(body, EnrolmentJson.Default.ProvisionMessage), answer.Headers.ETag?.ToString());
        }
    }

    /// <summary>A certificate for a new key.</summary>
    internal async Task<RenewalGrant> RenewAsync(byte[] csr, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "api/v1/gate/certificate")
        {
            Content = new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(
                new RenewalRequest(Convert.ToBase64String(csr)), EnrolmentJson.Default.RenewalRequest))
            {
                Headers = { ContentType = new MediaTypeHeaderValue("application/json") },
            },
        };
        var (answer, body) = await AskAsync(request, cancellation);
        using (answer)
            return Read(body, EnrolmentJson.Default.RenewalGrant);
    }

    /// <summary>Nothing is left on this gate.</summary>
    internal async Task SayWipedAsync(CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "api/v1/gate/wiped");
        (await AskAsync(request, cancellation)).Answer.Dispose();
    }

    /// <summary>
    /// A connection for each question: questions are rare, and the certificate may have changed since the last.
    /// </summary>
    private async Task<(HttpResponseMessage Answer, byte[] Body)> AskAsync(
        HttpRequestMessage request, CancellationToken cancellation)
    {
        var hub = access.Gate?.Https ?? throw new InvalidOperationException("The gate is not enrolled.");
        using var http = access.Https(hub);
        var answer = await http.SendAsync(request, cancellation);
        try
        {
            var body = await answer.Content.ReadAsByteArrayAsync(cancellation);
            if (answer.IsSuccessStatusCode || answer.StatusCode == HttpStatusCode.NotModified)
                return (answer, body);
            if ((int)answer.StatusCode is 429 or >= 500)
                throw new HttpRequestException($"the hub is busy (HTTP {(int)answer.StatusCode})");
            throw new HubRefusedException(ReasonIn(body) ?? $"HTTP {(int)answer.StatusCode}");
        }
        catch
        {
            answer.Dispose();
            throw;
        }
    }

    private static string? ReasonIn(byte[] body)
    {
        try
        {
            return JsonSerializer.Deserialize(body, EnrolmentJson.Default.EnrolmentRefusal)?.Reason;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static T Read<T>(byte[] body, JsonTypeInfo<T> type) where T : class
    {
        try
        {
            return JsonSerializer.Deserialize(body, type) ?? throw new HubRefusedException("its answer is empty");
        }
        catch (JsonException e)
        {
            throw new HubRefusedException("its answer cannot be read: " + e.Message);
        }
    }
}

/// <summary>The hub answered, and not with what was asked for.</summary>
/// <param name="reason">One of <see cref="EnrolmentReasons"/>, or words.</param>
internal sealed class HubRefusedException(string reason) : Exception("the hub refuses: " + reason)
{
    /// <summary>The certificate is revoked, at its end, or not a gate's.</summary>
    internal bool IsNoGate => reason == EnrolmentReasons.NotAGate;
}
