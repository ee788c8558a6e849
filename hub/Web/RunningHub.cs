using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using CheckIn.Hub.Accounts;
using CheckIn.Hub.Settings;
using CheckIn.Settings;

namespace CheckIn.Hub.Web;

/// <summary>
/// The hub that runs on this machine, asked by a command over its own API. A command never opens the hub's database:
/// that has one process which writes.
/// </summary>
internal sealed class RunningHub : IDisposable
{
    /// <summary>An API token, for a hub on another machine or to ask as somebody else.</summary>
    internal const string TokenVariable = "CHECKIN_TOKEN";

    private readonly HttpClient _http;
    private readonly CommandContext _context;

    private RunningHub(Uri address, CommandContext context)
    {
        _context = context;
        // No proxy: what is asked here is this machine, whatever the environment says of the world outside.
        _http = new HttpClient(new SocketsHttpHandler { UseProxy = false, ConnectTimeout = TimeSpan.FromSeconds(5) })
        {
            BaseAddress = address,
            Timeout = Timeout.InfiniteTimeSpan,
        };
        _http.DefaultRequestHeaders.AcceptLanguage.Add(new StringWithQualityHeaderValue(context.Language.Tag()));
    }

    /// <summary>Where it is asked.</summary>
    internal Uri Address => _http.BaseAddress!;

    /// <param name="address">--hub; null = where Web:Listen says.</param>
    /// <param name="context">The command's.</param>
    /// <exception cref="FormatException">The address is none.</exception>
    internal static RunningHub Find(string? address, CommandContext context)
    {
        var text = address
            ?? "http://" + Listening(context.Configuration().GetSection("Web").Get<WebOptions>() ?? new());
        return Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https"
            ? new RunningHub(uri, context)
            : throw new FormatException(context.Say(
                $"'{text}' is not the address of a hub such as http://127.0.0.1:8080. Nothing was done.",
                $"'{text}' không phải địa chỉ của trung tâm, ví dụ http://127.0.0.1:8080. Chưa làm gì cả."));
    }

    /// <summary>Asks, and reads the answer.</summary>
    /// <exception cref="HubRefusalException">The hub will not, and says why.</exception>
    /// <exception cref="HubUnreachableException">Nobody answers, or something else does.</exception>
    internal async Task<T> AskAsync<T>(
        HttpMethod method, string path, HttpContent? body, JsonTypeInfo<T> type, CancellationToken cancellation)
    {
        using var answer = await SendAsync(method, path, body, cancellation);
        try
        {
            return await answer.Content.ReadFromJsonAsync(type, cancellation) ?? throw NoHub("it answers nothing");
        }
        catch (JsonException)
        {
            throw NoHub("its answer cannot be read");
        }
    }

    /// <summary>Asks for a text.</summary>
    internal async Task<string> AskTextAsync(string path, CancellationToken cancellation)
    {
        using var answer = await SendAsync(HttpMethod.Get, path, null, cancellation);
        return await answer.Content.ReadAsStringAsync(cancellation);
    }

    /// <summary>Tells, where nothing is answered.</summary>
    internal async Task TellAsync(HttpMethod method, string path, HttpContent? body, CancellationToken cancellation)
    {
        using var answer = await SendAsync(method, path, body, cancellation);
    }

    public void Dispose() => _http.Dispose();

    private async Task<HttpResponseMessage> SendAsync(
        HttpMethod method, string path, HttpContent? body, CancellationToken cancellation)
    {
        try
        {
            using var request = new HttpRequestMessage(method, path) { Content = body };
            if (Shown() is { } token)
                request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
            var answer = await _http.SendAsync(request, cancellation);
            if (answer.IsSuccessStatusCode)
                return answer;
            using (answer)
                throw await RefusalAsync(answer, cancellation);
        }
        catch (HttpRequestException e)
        {
            throw new HubUnreachableException(_context.Say(
                $"No hub answers at {Address} ({e.Message}). Nothing was done. Start the hub, or say where it is: "
                    + "--hub http://127.0.0.1:PORT, or --Web:Listen as the hub was given it.",
                $"Không có trung tâm nào trả lời tại {Address} ({e.Message}). Chưa làm gì cả. Hãy khởi động trung tâm, "
                    + "hoặc cho biết địa chỉ: --hub http://127.0.0.1:CỔNG, hoặc --Web:Listen như khi chạy trung "
                    + "tâm."));
        }
    }

    private async Task<Exception> RefusalAsync(HttpResponseMessage answer, CancellationToken cancellation)
    {
        if (answer.Content.Headers.ContentType?.MediaType == "application/problem+json")
        {
            using var problem = JsonDocument.Parse(await answer.Content.ReadAsByteArrayAsync(cancellation));
            if (problem.RootElement.TryGetProperty("detail", out var detail) && detail.GetString() is { } words)
                return new HubRefusalException(words);
        }
        return answer.StatusCode == HttpStatusCode.InternalServerError
            ? new HubRefusalException(_context.Say(
                "The hub could not do it, and its log says why.",
                    "Trung tâm không làm được; nhật ký của trung tâm ghi lý do."))
            : NoHub($"HTTP {(int)answer.StatusCode}");
    }

    private HubUnreachableException NoHub(string why) => new(_context.Say(
        $"What answers at {Address} is no checkin-hub of this version ({why}). Say where the hub is with --hub "
        + "http://127.0.0.1:PORT.",
        $"Chương trình trả lời tại {Address} không phải checkin-hub của phiên bản này ({why}). Hãy cho biết địa chỉ "
            + "của trung tâm bằng --hub http://127.0.0.1:CỔNG."));

    /// <summary>
    /// What says who asks: a token of the environment; of the hub on this machine what it has left for its operator.
    /// </summary>
    private string? Shown() => Environment.GetEnvironmentVariable(TokenVariable) is { Length: > 0 } token
        ? token : Address.IsLoopback ? OperatorFolder.Read(Address.Port) : null;

    /// <summary>A client cannot connect to "every address"; the hub on this machine listens there too.</summary>
    private static string Listening(WebOptions web)
    {
        var endPoint = web.EndPoint;
        if (endPoint.Address.Equals(IPAddress.Any) || endPoint.Address.Equals(IPAddress.IPv6Any))
            endPoint.Address = IPAddress.Loopback;
        return endPoint.ToString();
    }
}

/// <summary>The hub will not do it; the message is its own.</summary>
internal sealed class HubRefusalException(string message) : Exception(message);

/// <summary>There is no hub to ask.</summary>
internal sealed class HubUnreachableException(string message) : Exception(message);
