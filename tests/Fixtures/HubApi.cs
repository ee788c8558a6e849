using System.Text.Json;

namespace CheckIn.Fixtures;

/// <summary>An event as the hub has it.</summary>
public sealed record HubEvent(string Gate, string Epoch, long Seq, string Kind, string Fact);

/// <summary>The hub, asked by the operator of its machine.</summary>
public sealed class HubApi(int port) : IDisposable
{
    private readonly HttpClient _http = new(new OperatorHandler())
    {
        BaseAddress = new Uri($"http://127.0.0.1:{port}/"),
        Timeout = TimeSpan.FromSeconds(10),
    };

    public Uri Page => _http.BaseAddress!;

    public async Task<bool> IsHealthyAsync()
    {
        try
        {
            return (await _http.GetAsync("healthz")).IsSuccessStatusCode;
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException)
        {
            return false;
        }
    }

    /// <summary>A page that signs a browser in as the operator, once, within two minutes.</summary>
    public async Task<Uri> OpenLinkAsync(CancellationToken cancellation = default)
    {
        using var answer = await _http.PostAsync("api/v1/session/link", null, cancellation);
        answer.EnsureSuccessStatusCode();
        using var link = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(cancellation));
        return new Uri(Page, link.RootElement.GetProperty("path").GetString()!);
    }

    public async Task<string> TextAsync(string path) => await _http.GetStringAsync(path);

    public async Task<JsonElement> GatesAsync()
    {
        using var answer = JsonDocument.Parse(await _http.GetStringAsync("api/v1/gates"));
        return answer.RootElement.GetProperty("gates").Clone();
    }

    /// <summary>Alerts that stand.</summary>
    public async Task<JsonElement> AlertsAsync()
    {
        using var answer = JsonDocument.Parse(await _http.GetStringAsync("api/v1/alerts"));
        return answer.RootElement.GetProperty("alerts").Clone();
    }

    /// <summary>One gate's state word; null when the hub does not know it.</summary>
    public async Task<string?> StateAsync(string gate) => (await GatesAsync()).EnumerateArray()
        .Where(row => row.GetProperty("id").GetString() == gate)
        .Select(row => row.GetProperty("state").GetString()).FirstOrDefault();

    /// <summary>Every event, page by page.</summary>
    public async Task<List<HubEvent>> EventsAsync()
    {
        var events = new List<HubEvent>();
        for (long? after = 0; after is not null;)
        {
            using var page = JsonDocument.Parse(await _http.GetStringAsync($"api/v1/events?after={after}&limit=1000"));
            foreach (var row in page.RootElement.GetProperty("events").EnumerateArray())
            {
                events.Add(new HubEvent(
                    row.GetProperty("gate").GetString()!, row.GetProperty("epoch").GetString()!, row.GetProperty("seq").GetInt64(),
                    row.GetProperty("kind").GetString()!, row.GetProperty("event").GetRawText()));
            }
            var next = page.RootElement.GetProperty("next");
            after = next.ValueKind == JsonValueKind.Null ? null : next.GetInt64();
        }
        return events;
    }

    public void Dispose() => _http.Dispose();
}
