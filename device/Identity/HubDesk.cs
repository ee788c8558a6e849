using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using CheckIn.Enrolment;
using CheckIn.Updates;

namespace CheckIn.Gate.Identity;

/// <summary>What a gate asks its hub for over HTTPS, with its certificate.</summary>
internal sealed class HubDesk(HubAccess access)
{
    private static readonly TimeSpan ListTakesAtMost = TimeSpan.FromMinutes(3);

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

    /// <summary>How far an update is here.</summary>
    internal async Task SayUpdateAsync(UpdateReport report, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "api/v1/gate/update")
        {
            Content = new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(report, EnrolmentJson.Default.UpdateReport))
            {
                Headers = { ContentType = new MediaTypeHeaderValue("application/json") },
            },
        };
        (await AskAsync(request, cancellation)).Answer.Dispose();
    }

    /// <summary>A package, or the rest of one.</summary>
    /// <param name="package">SHA-256 of the whole.</param>
    /// <param name="from">How many bytes are here already.</param>
    /// <param name="take">Reads what comes; true = it begins where it was asked to, false = at the very beginning.</param>
    /// <param name="cancellation">Ends it.</param>
    internal async Task FetchUpdateAsync(
        string package, long from, Func<Stream, bool, Task> take, CancellationToken cancellation)
    {
        var hub = access.Gate?.Https ?? throw new InvalidOperationException("The gate is not enrolled.");
        using var http = access.Https(hub);
        using var request = new HttpRequestMessage(HttpMethod.Get, "api/v1/gate/updates/" + package);
        if (from > 0)
            request.Headers.Range = new RangeHeaderValue(from, null);
        using var answer = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellation);
        if ((int)answer.StatusCode is 429 or >= 500)
            throw new HttpRequestException($"the hub is busy (HTTP {(int)answer.StatusCode})");
        if (answer.StatusCode is not (HttpStatusCode.OK or HttpStatusCode.PartialContent))
            throw new HubRefusedException($"HTTP {(int)answer.StatusCode}");
        var resumes = answer.StatusCode == HttpStatusCode.PartialContent;
        if (resumes && answer.Content.Headers.ContentRange?.From != from)
            throw new HubRefusedException("it sends another part than was asked for");
        await using var content = await answer.Content.ReadAsStreamAsync(cancellation);
        await take(content, resumes);
    }

    /// <summary>A list that the hub has named.</summary>
    /// <param name="name">Of the contract's.</param>
    /// <param name="bytes">How many it has; no more are read.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <returns>At most one byte more than that.</returns>
    /// <exception cref="OperationCanceledException">It is ended, or has taken too long.</exception>
    internal async Task<byte[]> FetchListAsync(string name, long bytes, CancellationToken cancellation)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(ListTakesAtMost);
        var hub = access.Gate?.Https ?? throw new InvalidOperationException("The gate is not enrolled.");
        using var http = access.Https(hub);
        using var request = new HttpRequestMessage(HttpMethod.Get, "api/v1/gate/lists/" + name);
        using var answer = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, limit.Token);
        if ((int)answer.StatusCode is 429 or >= 500)
            throw new HttpRequestException($"the hub is busy (HTTP {(int)answer.StatusCode})");
        if (answer.StatusCode != HttpStatusCode.OK)
            throw new HubRefusedException($"HTTP {(int)answer.StatusCode}");
        await using var content = await answer.Content.ReadAsStreamAsync(limit.Token);
        var buffer = new byte[bytes + 1];
        var read = await content.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, limit.Token);
        return buffer[..read];
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
