using CheckIn.Gate.Clock;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace CheckIn.Gate.Kiosk.Guards;

/// <summary>
/// The pages by which a guard acts at the gate's own screen, behind his PIN. Every form is good once; whoever is in is known by a
/// cookie that this machine's browser alone has, until he is done or does nothing for two minutes.
/// </summary>
internal sealed class GuardPages(Screens screens, GuardDoor door, GuardDesk desk, GateClock clock, TimeZoneInfo zone, ILogger logger)
{
    private const string Cookie = "guard";

    internal void Map(IEndpointRouteBuilder app)
    {
        app.MapGet(GuardHtml.Root, ShowAsync);
        app.MapPost(GuardHtml.Root + "/in", EnterAsync);
        app.MapPost(GuardHtml.Root + "/admit", AdmitAsync);
        app.MapPost(GuardHtml.Root + "/close", CloseAsync);
        app.MapPost(GuardHtml.Root + "/open", OpenAsync);
        app.MapPost(GuardHtml.Root + "/out", LeaveAsync);
    }

    private Task ShowAsync(HttpContext http) => WithGuardsAsync(http, Lane(http.Request.Query["lane"]), async (guards, lane) =>
    {
        if (SessionOf(http) is { } session)
        {
            await KioskPages.AnswerAsync(http, GuardHtml.Desk(screens.Options, lane, desk, session, clock.Stamp(), zone));
            session.Answer = null;
            return;
        }
        await SayDoorAsync(http, lane, guards, null, isWrong: false);
    });

    private async Task EnterAsync(HttpContext http)
    {
        if (await FormOfAsync(http) is not { } form)
            return;
        await WithGuardsAsync(http, Lane(form["lane"]), async (guards, lane) =>
        {
            var (answer, session) = await door.KnockAsync(form["name"], form["pin"], http.RequestAborted);
            if (session is null)
            {
                http.Response.StatusCode = answer == DoorAnswer.Shut
                    ? StatusCodes.Status429TooManyRequests : StatusCodes.Status403Forbidden;
                await SayDoorAsync(http, lane, guards, form["name"], isWrong: answer == DoorAnswer.Wrong);
                return;
            }
            http.Response.Cookies.Append(Cookie, session.Token, new CookieOptions
            {
                HttpOnly = true,
                SameSite = SameSiteMode.Strict,
                Path = GuardHtml.Root,
            });
            Back(http, lane);
        });
    }

    private Task AdmitAsync(HttpContext http) => DoAsync(http, (session, form) => desk.AdmitAsync(
        session.Operator, form["at"], Text(form, "number"), Text(form, "person"), Text(form, "phone")));

    private Task CloseAsync(HttpContext http) => DoAsync(http, (session, form) => desk.CloseAsync(
        session.Operator, form["at"], int.TryParse(form["hours"], out var hours) ? hours : 0));

    private Task OpenAsync(HttpContext http) => DoAsync(http, (_, form) => desk.OpenAsync(Text(form, "order")));

    private async Task DoAsync(HttpContext http, Func<GuardSession, IFormCollection, Task<DeskAnswer>> act)
    {
        if (await FormOfAsync(http) is not { } form)
            return;
        await WithGuardsAsync(http, Lane(form["lane"]), async (_, lane) =>
        {
            if (SessionOf(http) is { } session)
            {
                session.Answer = session.TryUse(form["key"])
                    ? await act(session, form) : new DeskAnswer(DeskAnswerKind.Failed, DeskSentence.Twice);
            }
            Back(http, lane);
        });
    }

    private async Task LeaveAsync(HttpContext http)
    {
        if (await FormOfAsync(http) is not { } form)
            return;
        if (SessionOf(http) is { } session && session.TryUse(form["key"]))
            door.Leave(session);
        http.Response.Cookies.Delete(Cookie, new CookieOptions { Path = GuardHtml.Root });
        http.Response.Redirect(GuardHtml.Screen(Lane(form["lane"])));
    }

    /// <summary>What a page does where there are guards; where there are none, or nobody knows, it says so.</summary>
    private async Task WithGuardsAsync(HttpContext http, string? lane, Func<IReadOnlyList<Guard>, string?, Task> show)
    {
        try
        {
            var guards = door.Guards;
            await (guards.Count > 0 ? show(guards, lane) : KioskPages.AnswerAsync(http, GuardHtml.Nobody(
                screens.Options, lane, GuardWords.NoGuards, "checkin-gate guards add bao-ve-1")));
        }
        catch (IOException e) when (!http.Response.HasStarted && !http.RequestAborted.IsCancellationRequested)
        {
            Log.GuardsUnreadable(logger, e.Message);
            http.Response.StatusCode = StatusCodes.Status500InternalServerError;
            await KioskPages.AnswerAsync(http, GuardHtml.Nobody(screens.Options, lane, GuardWords.Unreadable));
        }
    }

    private Task SayDoorAsync(HttpContext http, string? lane, IReadOnlyList<Guard> guards, string? name, bool isWrong)
    {
        var minutes = (int)Math.Ceiling(door.ShutFor.TotalMinutes);
        return KioskPages.AnswerAsync(http, GuardHtml.Door(
            screens.Options, lane, guards, name,
            minutes > 0 ? language => GuardWords.Shut(minutes, language) : isWrong ? GuardWords.Wrong : null));
    }

    /// <summary>Null = none was sent, and that is answered.</summary>
    private static async Task<IFormCollection?> FormOfAsync(HttpContext http)
    {
        if (http.Request.HasFormContentType)
            return await http.Request.ReadFormAsync(http.RequestAborted);
        http.Response.StatusCode = StatusCodes.Status415UnsupportedMediaType;
        return null;
    }

    private GuardSession? SessionOf(HttpContext http) => door.Of(http.Request.Cookies[Cookie]);

    private string? Lane(string? name) => screens.Lanes.FirstOrDefault(one => one.Options.Name == name)?.Options.Name;

    private static string Text(IFormCollection form, string name) => form[name].ToString().Trim();

    /// <summary>What follows a form is looked at anew: the browser's own reload sends nothing again.</summary>
    private static void Back(HttpContext http, string? lane) =>
        http.Response.Redirect(GuardHtml.Root + (lane is null ? "" : "?lane=" + Uri.EscapeDataString(lane)));
}
