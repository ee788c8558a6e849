using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using CheckIn.Hub.Alerts;
using Microsoft.Extensions.Options;

namespace CheckIn.Hub.Notices.Channels;

/// <summary>
/// Posts a message as JSON, signed as Standard Webhooks has it. A redirect is not followed, because it would carry the
/// message to where nobody decided that it goes, and of the answer only the status is read. What the receiver says will
/// never do (4xx, a redirect) is given up at once; what may do later (no answer, 408, 425, 429, 5xx) is tried again.
/// </summary>
internal sealed class WebhookChannel : INoticeChannel, IDisposable
{
    private readonly HttpClient _http;
    private readonly TimeProvider _time;
    private readonly TimeSpan _timeout;

    public WebhookChannel(IOptions<NoticeOptions> options, TimeProvider time)
    {
        (_time, _timeout) = (time, options.Value.WebhookTimeout);
        var proxy = options.Value.WebhookProxy;
        _http = new HttpClient(new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            UseProxy = proxy is not null,
            Proxy = proxy is null ? null : new BeyondThisMachine(proxy),
            ConnectTimeout = _timeout,
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
            PooledConnectionIdleTimeout = TimeSpan.FromMinutes(1),
            MaxResponseHeadersLength = 64,
        })
        {
            Timeout = Timeout.InfiniteTimeSpan,
        };
        _http.DefaultRequestHeaders.UserAgent.Add(new ProductInfoHeaderValue("checkin-hub", "1"));
    }

    public NoticeChannel Kind => NoticeChannel.Webhook;

    public string BodyOf(NoticeContent content, MessageText text, DateTimeOffset now)
    {
        var alerts = content.Named.Select(notice => new WebhookAlert(
            notice.News == NoticeNews.Raised ? "raised" : notice.IsTold ? "cleared" : "passed",
            notice.Alert, notice.Kind,
            AlertMessages.Word(notice.Subject.Kind), notice.Subject.Id, text.SubjectOf(notice), notice.Site,
            AlertMessages.Word(notice.Severity), notice.Level, notice.Since, notice.ClearedAt, text.SentenceOf(notice),
            notice.Figures()));
        return JsonSerializer.Serialize(new WebhookMessage(
            "checkin.alerts", now, text.Body(content),
            new WebhookData(content.Raised, content.Cleared, content.Passed, [.. alerts], content.More)),
            NoticeJson.Default.WebhookMessage);
    }

    public string TestBodyOf(MessageText text, DateTimeOffset now) => JsonSerializer.Serialize(
        new WebhookMessage("checkin.test", now, text.Test().Body), NoticeJson.Default.WebhookMessage);

    public async Task<Delivery> SendAsync(Recipient recipient, NoticeMessage message, CancellationToken cancellation)
    {
        using var limit = new CancellationTokenSource(_timeout, _time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(cancellation, limit.Token);
        try
        {
            using var request = Request(recipient, message);
            using var answer = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, both.Token);
            return Judge(answer.StatusCode);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return new Delivery($"no answer within {_timeout.TotalSeconds:0} s");
        }
        catch (HttpRequestException e)
        {
            return new Delivery($"cannot be reached ({e.HttpRequestError})") { Said = e.Message };
        }
    }

    public void Dispose() => _http.Dispose();

    private HttpRequestMessage Request(Recipient recipient, NoticeMessage message)
    {
        var body = Encoding.UTF8.GetBytes(message.Body);
        var at = _time.GetUtcNow().ToUnixTimeSeconds();
        var request = new HttpRequestMessage(HttpMethod.Post, recipient.Address)
        {
            Content = new ByteArrayContent(body)
            {
                Headers = { ContentType = new MediaTypeHeaderValue("application/json") { CharSet = "utf-8" } },
            },
        };
        request.Headers.Add("webhook-id", message.Key);
        request.Headers.Add("webhook-timestamp", at.ToString(CultureInfo.InvariantCulture));
        request.Headers.Add("webhook-signature", WebhookSignature.Of(recipient.Secret!, message.Key, at, body));
        return request;
    }

    private static Delivery Judge(HttpStatusCode status) => (int)status switch
    {
        >= 200 and < 300 => Delivery.Done,
        >= 300 and < 400 => new Delivery($"HTTP {(int)status}, a redirect, which is not followed") { IsFinal = true },
        408 or 425 or 429 or >= 500 => new Delivery($"HTTP {(int)status}"),
        _ => new Delivery($"HTTP {(int)status}, it is not wanted there") { IsFinal = true },
    };

    /// <summary>What stays on this machine passes no proxy.</summary>
    private sealed class BeyondThisMachine(Uri proxy) : IWebProxy
    {
        public ICredentials? Credentials { get; set; }

        public Uri? GetProxy(Uri destination) => proxy;

        public bool IsBypassed(Uri host) => host.IsLoopback;
    }
}
