using CheckIn.Contract;
using CheckIn.Hub.Accounts;
using CheckIn.Hub.Fleet;
using CheckIn.Hub.Sites;
using CheckIn.Hub.Web;
using Microsoft.AspNetCore.Mvc;

namespace CheckIn.Hub.Commands;

/// <summary>
/// Commands, for command line and scripts. To open and to let somebody in is a right of its own, with addresses of their
/// own: a guard at his site has it, and no other command.
/// </summary>
internal static class CommandApi
{
    private const int MaxBody = 16 * 1024, UsualRows = 50, MostWait = 30;

    internal static void MapCommands(this WebApplication app)
    {
        var api = app.MapGroup("/api/v1").AddEndpointFilter(ApiRequests.AnswerAsync)
            .WithMetadata(new RequestSizeLimitAttribute(MaxBody))
            .ProducesProblem(400).ProducesProblem(403).ProducesProblem(404).ProducesProblem(409).ProducesProblem(429);
        api.Post("/gates/{id}/open", Access.To(Capability.OpenGates), OpenAsync)
            .Accepts<OpenRequest>("application/json").Produces<CommandRow>(201)
            .WithSummary("Opens a lane for one person. wait= seconds, 0 to 30: until the gate has answered; default 0.");
        api.Post("/gates/{id}/admit", Access.To(Capability.OpenGates), AdmitAsync)
            .Accepts<AdmitRequest>("application/json").Produces<CommandRow>(201)
            .WithSummary("Lets somebody without a code in, if the gate's rules do; the event says who asked. wait= as for open.");
        api.Post("/gates/{id}/commands", Access.To(Capability.CommandGates), GiveAsync)
            .Accepts<CommandRequest>("application/json").Produces<CommandRow>(201)
            .WithSummary("Gives a gate a command, good for 10 s. wait= as for open.");
        api.Get("/gates/{id}/commands", Access.To(Capability.SeeSettings), List).Produces<CommandList>()
            .WithSummary("Commands of a gate, newest first; before= an id, limit 1 to 100, default 50.");
        api.Get("/commands/reach", Access.To(Capability.CommandGates), Reach).Produces<ReachAnswer>()
            .WithSummary("How many gates a command would reach: scope=, name=.");
        api.Post("/commands", Access.To(Capability.CommandGates).Freshly, GiveManyAsync)
            .Accepts<BatchRequest>("application/json").Produces<BatchAnswer>(201)
            .WithSummary("Gives a command to many gates, 1000 at most; confirmed says how many gates that are.");
        api.Get("/commands/batches/{id}", Access.To(Capability.SeeSettings), Batch).Produces<BatchAnswer>()
            .WithSummary("A command to many gates, with what each has made of it.");
        api.Get("/commands/{id}", Access.To(Capability.SeeSettings), FindAsync).Produces<CommandRow>()
            .WithSummary("One command, with what the gate answered. wait= seconds, 0 to 30: until it is its last word.");
    }

    private static async Task<IResult> OpenAsync(
        string id, CommandDesk desk, SightBook sights, HttpContext http, int wait = 0)
    {
        var asked = await ApiRequests.ReadAsync(http, CommandJson.Default.OpenRequest);
        return await AnswerAsync(id, new CommandOrder(CommandWords.OpenOnce, asked.Lane), desk, sights, http, wait);
    }

    private static async Task<IResult> AdmitAsync(
        string id, CommandDesk desk, SightBook sights, HttpContext http, int wait = 0)
    {
        var asked = await ApiRequests.ReadAsync(http, CommandJson.Default.AdmitRequest);
        var order = new CommandOrder(CommandWords.Admit, asked.Lane, Number: asked.Number);
        return await AnswerAsync(id, order, desk, sights, http, wait);
    }

    private static async Task<IResult> GiveAsync(
        string id, CommandDesk desk, SightBook sights, HttpContext http, int wait = 0)
    {
        var asked = await ApiRequests.ReadAsync(http, CommandJson.Default.CommandRequest);
        var order = new CommandOrder(asked.Name ?? "", asked.Lane, asked.Seconds, asked.Lines);
        return await AnswerAsync(id, order, desk, sights, http, wait);
    }

    private static async Task<IResult> AnswerAsync(
        string gate, CommandOrder order, CommandDesk desk, SightBook sights, HttpContext http, int wait)
    {
        var sight = SightOf(order, sights, http);
        var given = await desk.GiveAsync(gate, order, Caller.Of(http).Actor, sight);
        given = await desk.AwaitAsync(given, sight, WaitOf(wait), http.RequestAborted);
        return Results.Json(
            CommandRow.Of(given), CommandJson.Default.CommandRow, statusCode: StatusCodes.Status201Created);
    }

    private static IResult List(
        string id, CommandDesk desk, FleetRegistry fleet, SightBook sights, HttpContext http, string? before = null,
        int limit = UsualRows)
    {
        var (sight, most) = (sights.Of(http, Capability.SeeSettings), Math.Clamp(limit, 1, 100));
        if (!sight.SeesGate(id))
            throw CommandException.NoSuchGate(id);
        var rows = desk.Of(id, sight, before, most);
        return Results.Json(
            new CommandList(
                [.. rows.Select(CommandRow.Of)], rows.Count == most ? rows[^1].Id : null,
                fleet.Of(id)?.Commands is { } counts
                    ? new(counts.Done, counts.Refused ?? new Dictionary<string, long>()) : null),
            CommandJson.Default.CommandList);
    }

    private static IResult Reach(
        CommandDesk desk, SightBook sights, HttpContext http, string scope = "hub", string name = CommandWords.Identify)
    {
        var order = new CommandOrder(name);
        var (gates, present) = desk.Reach(ScopeOf(scope), SightOf(order, sights, http));
        return Results.Json(new ReachAnswer(scope, name, gates, present), CommandJson.Default.ReachAnswer);
    }

    private static async Task<IResult> GiveManyAsync(CommandDesk desk, SightBook sights, HttpContext http)
    {
        var asked = await ApiRequests.ReadAsync(http, CommandJson.Default.BatchRequest);
        var order = new CommandOrder(asked.Name ?? "", asked.Lane, asked.Seconds, asked.Lines);
        var batch = await desk.GiveManyAsync(
            ScopeOf(asked.Scope ?? ""), order, asked.Confirmed ?? -1, Caller.Of(http).Actor, SightOf(order, sights, http));
        return Results.Json(
            BatchAnswer.Of(batch), CommandJson.Default.BatchAnswer, statusCode: StatusCodes.Status201Created);
    }

    private static async Task<IResult> FindAsync(
        string id, CommandDesk desk, SightBook sights, HttpContext http, int wait = 0)
    {
        var sight = sights.Of(http, Capability.SeeSettings);
        var found = desk.Find(id, sight) ?? throw CommandException.Unknown(id);
        found = await desk.AwaitAsync(found, sight, WaitOf(wait), http.RequestAborted);
        return Results.Json(CommandRow.Of(found), CommandJson.Default.CommandRow);
    }

    private static IResult Batch(string id, CommandDesk desk, SightBook sights, HttpContext http) => Results.Json(
        BatchAnswer.Of(desk.Batch(id, sights.Of(http, Capability.SeeSettings)) ?? throw CommandException.Unknown(id)),
        CommandJson.Default.BatchAnswer);

    private static TimeSpan WaitOf(int seconds) => TimeSpan.FromSeconds(Math.Clamp(seconds, 0, MostWait));

    /// <summary>What he sees with the right that the command takes.</summary>
    private static Sight SightOf(CommandOrder order, SightBook sights, HttpContext http)
    {
        var needed = CommandDesk.Needed(order.Name);
        return Caller.Of(http).May(needed) ? sights.Of(http, needed) : throw CommandException.Forbidden();
    }

    private static FleetScope ScopeOf(string word) =>
        FleetScopeWords.Read(word) ?? throw CommandException.NoSuchPlace(word);
}
