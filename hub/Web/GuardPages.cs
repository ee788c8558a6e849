using CheckIn.Contract;
using CheckIn.Hub.Accounts;
using CheckIn.Hub.Commands;
using CheckIn.Hub.Settings;
using CheckIn.Hub.Web.Pages;
using CheckIn.Hub.Web.Parts;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace CheckIn.Hub.Web;

/// <summary>
/// <c>/guard?gate=ID&amp;lane=NAME</c>: a guard with a telephone lets in who has neither device nor code. The address says at
/// which lane he stands, so that a bookmark keeps it; the gate decides, and the page says what it said. A form that is sent
/// twice does it once. A number goes to the gate and into no address.
/// </summary>
internal static class GuardPages
{
    internal const string Path = "/guard";
    private const int MaxForm = 16 * 1024, MostShown = 50;
    private static readonly TimeSpan WaitsFor = TimeSpan.FromSeconds(4);

    internal static void MapGuardPages(this WebApplication app)
    {
        var pages = app.MapGroup(Path).AddEndpointFilter(PageFaults.TellAsync).ExcludeFromDescription()
            .WithMetadata(new RequestSizeLimitAttribute(MaxForm));
        var may = Access.To(Capability.OpenGates);
        pages.Get("", may, (GuardParts parts, HttpContext http, string? lang) =>
            ShowAsync(parts, http, WebPages.PageFor(http, lang)));
        pages.Post("", may, LetInAsync);
    }

    /// <summary>The address at which somebody is let in by that gate, and that lane.</summary>
    internal static string At(string gate, string? lane = null) =>
        $"{Path}?gate={Uri.EscapeDataString(gate)}{(lane is null ? "" : "&lane=" + Uri.EscapeDataString(lane))}";

    private static async Task<IResult> ShowAsync(GuardParts parts, HttpContext http, PageContext page)
    {
        var query = http.Request.Query;
        var sight = parts.Enrol.Sights.Of(http, Capability.OpenGates);
        if (Word(query["gate"]) is not { } id)
            return await ChooseAsync(parts, http, page, Word(query["q"]));
        if (await GatePages.LookAsync(id, parts.Enrol, http, Capability.OpenGates) is not { } gate)
            return GatePages.Missing(page);
        var lanes = gate.Row?.Hardware?.Lanes ?? [];
        if ((Word(query["lane"]) ?? (lanes.Count == 1 ? lanes[0] : null)) is not { } lane
            || (lanes.Count > 0 && !lanes.Contains(lane)))
            return Choice(page, [.. lanes.Select(name => new GuardLane(id, gate.Label ?? id, name))], 0, null, gate);
        var given = Word(query["given"]) is { } command ? parts.Commands.Find(command, sight) : null;
        var isHis = given is { Order.Name: CommandWords.Admit } && given.Gate == id && given.Order.Lane == lane
            && given.By == Caller.Of(http).Actor.Name;
        return Render(page, gate, lane, isHis ? given : null, null, null, StatusCodes.Status200OK);
    }

    /// <summary>Lanes of the gates that are there and that he may open.</summary>
    private static async Task<IResult> ChooseAsync(GuardParts parts, HttpContext http, PageContext page, string? sought)
    {
        var sight = parts.Enrol.Sights.Of(http, Capability.OpenGates);
        var roll = await parts.Enrol.Rows.NowAsync(sight, http.RequestAborted);
        var folded = sought is null ? "" : SearchText.Fold(sought);
        var lanes = roll.Rows.Where(row => IsPresent(row) && row.Folded.Contains(folded, StringComparison.Ordinal))
            .OrderBy(static row => row.Folded, StringComparer.Ordinal)
            .SelectMany(static row => (row.Hardware?.Lanes ?? []).Select(lane => new GuardLane(row.Id, row.Name, lane)))
            .Take(MostShown + 1).ToList();
        return Choice(page, [.. lanes.Take(MostShown)], lanes.Count - MostShown, sought, null);
    }

    private static async Task<IResult> LetInAsync(GuardParts parts, HttpContext http, string? lang)
    {
        var page = WebPages.PageFor(http, lang);
        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        var (caller, sight) = (Caller.Of(http), parts.Enrol.Sights.Of(http, Capability.OpenGates));
        if (Word(form["gate"]) is not { } id || Word(form["lane"]) is not { } lane
            || await GatePages.LookAsync(id, parts.Enrol, http, Capability.OpenGates) is not { } gate)
            return GatePages.Missing(page);
        var number = form["number"].ToString().Trim();
        try
        {
            var order = new CommandOrder(CommandWords.Admit, lane, Number: number.Length > 0 ? number : null).Checked();
            var given = await parts.Forms.DoAsync(caller.Actor.Name, form["key"].ToString(), async () =>
                (await parts.Commands.GiveAsync(id, order, caller.Actor, sight)).Id);
            if (parts.Commands.Find(given, sight) is { } command)
                await parts.Commands.AwaitAsync(command, sight, WaitsFor, http.RequestAborted);
            return EnrolPages.SeeOther(http, page.Link($"{At(id, lane)}&given={given}"));
        }
        catch (RefusalException e)
        {
            // What was typed stands there again, so that it can be mended.
            return Render(page, gate, lane, null, EnrolPages.In(page.Words, e), number, StatusCodes.Status409Conflict);
        }
    }

    private static RazorComponentResult<GuardPage> Render(
        PageContext page, GateView gate, string lane, GivenCommand? given, string? problem, string? number, int status) =>
        WebPages.Render<GuardPage>(page, new()
        {
            ["Gate"] = gate,
            ["Lane"] = lane,
            ["IsPresent"] = gate.Row is { } row && IsPresent(row),
            ["Given"] = given is null ? null : CommandView.Of(given),
            ["Problem"] = problem,
            ["Number"] = number is { Length: <= Credentials.PrintedNumber.Longest } ? number : null,
            ["FormKey"] = OnceForms.NewKey(),
        }, status);

    private static RazorComponentResult<GuardLanesPage> Choice(
        PageContext page, IReadOnlyList<GuardLane> lanes, int more, string? sought, GateView? gate) =>
        WebPages.Render<GuardLanesPage>(page, new()
        {
            ["Lanes"] = lanes,
            ["HasMore"] = more > 0,
            ["Sought"] = sought,
            ["Gate"] = gate,
        });

    private static bool IsPresent(GateRow row) => row.State is "ready" or "degraded" or "init";

    private static string? Word(string? text) => text?.Trim() is { Length: > 0 and <= 100 } word ? word : null;
}

/// <summary>A lane to choose.</summary>
/// <param name="Name">What people call its gate.</param>
public sealed record GuardLane(string Gate, string Name, string Lane);

/// <summary>What the guard's pages are made from.</summary>
internal sealed record GuardParts(CommandDesk Commands, EnrolParts Enrol, OnceForms Forms);
