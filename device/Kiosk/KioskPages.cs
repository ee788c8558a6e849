using System.Reflection;
using System.Text;
using System.Text.Json;
using CheckIn.Gate.Kiosk.Guards;
using CheckIn.Gate.Lanes;
using CheckIn.Settings;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace CheckIn.Gate.Kiosk;

/// <summary>
/// The pages of a screen: the lane's own, which follows the lane by server-sent events; with several lanes one to choose
/// by. Without script a page looks again every two seconds.
/// </summary>
internal sealed class KioskPages(Screens screens, GuardFile guards, TimeProvider time)
{
    /// <summary>How often a screen is looked at for what nobody tells: an answer's end, a scanner that is gone.</summary>
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan SayAgainAfter = TimeSpan.FromSeconds(10);

    private const string Policy =
        "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src 'self'; base-uri 'none'; "
        + "form-action 'self'; frame-ancestors 'none'";

    internal void Map(IEndpointRouteBuilder app)
    {
        MapAsset(app, "kiosk.css", "text/css; charset=utf-8");
        MapAsset(app, "kiosk.js", "text/javascript; charset=utf-8");
        MapAsset(app, "guard.js", "text/javascript; charset=utf-8");
        app.MapGet("/", FirstAsync);
        app.MapGet("/lanes/{lane}", LaneAsync);
        app.MapGet("/lanes/{lane}/events", FollowAsync);
    }

    private Task FirstAsync(HttpContext http)
    {
        var lanes = screens.Lanes;
        return lanes.Count == 1
            ? AnswerAsync(http, KioskHtml.Lane(lanes[0].Options.Name, screens, File.Exists(guards.Path)))
            : AnswerAsync(http, KioskHtml.Lanes([.. lanes.Select(static lane => lane.Options)], screens.Options));
    }

    private Task LaneAsync(HttpContext http)
    {
        if (Named(http) is { } lane)
            return AnswerAsync(http, KioskHtml.Lane(lane.Name, screens, File.Exists(guards.Path)));
        http.Response.StatusCode = StatusCodes.Status404NotFound;
        return AnswerAsync(http, KioskHtml.Lanes([.. screens.Lanes.Select(static lane => lane.Options)], screens.Options));
    }

    private async Task FollowAsync(HttpContext http)
    {
        if (Named(http) is not { } lane || screens.For(lane.Name) is not { } screen)
        {
            http.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }
        Head(http, "text/event-stream");
        var (said, saidAt) = ((ScreenMessage?)null, time.GetTimestamp());
        while (!http.RequestAborted.IsCancellationRequested)
        {
            var changed = screen.Changed;
            var message = screens.MessageOf(lane.Name);
            if (message != said)
            {
                await SayAsync(http, "data: " + JsonSerializer.Serialize(message, KioskJson.Default.ScreenMessage));
                (said, saidAt) = (message, time.GetTimestamp());
            }
            else if (time.GetElapsedTime(saidAt) >= SayAgainAfter)
            {
                await SayAsync(http, "event: alive\ndata:");
                saidAt = time.GetTimestamp();
            }
            await Task.WhenAny(changed, Task.Delay(LookEvery, time, http.RequestAborted));
        }
    }

    private static async Task SayAsync(HttpContext http, string line)
    {
        await http.Response.WriteAsync(line + "\n\n", http.RequestAborted);
        await http.Response.Body.FlushAsync(http.RequestAborted);
    }

    private LaneOptions? Named(HttpContext http) =>
        screens.Lanes.FirstOrDefault(lane => lane.Options.Name == (string?)http.GetRouteValue("lane"))?.Options;

    internal static Task AnswerAsync(HttpContext http, string html)
    {
        Head(http, "text/html; charset=utf-8");
        return http.Response.WriteAsync(html, http.RequestAborted);
    }

    private static void Head(HttpContext http, string type)
    {
        var headers = http.Response.Headers;
        (headers.ContentType, headers.CacheControl, headers.ContentSecurityPolicy) = (type, "no-store", Policy);
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
    }

    private static void MapAsset(IEndpointRouteBuilder app, string name, string type)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream("kiosk/" + name)
            ?? throw new InvalidOperationException($"The program was built without {name}.");
        using var reader = new StreamReader(stream, Encoding.UTF8);
        var text = reader.ReadToEnd();
        app.MapGet("/" + name, http =>
        {
            Head(http, type);
            return http.Response.WriteAsync(text, http.RequestAborted);
        });
    }
}
