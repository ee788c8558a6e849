using CheckIn.Hub.Accounts;
using CheckIn.Hub.Enrolment;
using CheckIn.Hub.Web;

namespace CheckIn.Hub.Sites;

/// <summary>Work that is announced.</summary>
internal static class MaintenanceApi
{
    internal static void MapMaintenanceApi(this WebApplication app)
    {
        var api = SitesApi.Group(app);
        api.Get("/maintenance", Access.To(Capability.SeeFleet), List).Produces<MaintenanceList>().WithSummary(
            "Work that is announced or goes on; subject_kind= (gate, site, node) and subject= narrow it, past=true "
            + "adds what is over.");
        api.Post("/maintenance", Access.To(Capability.EditSites), AnnounceAsync)
            .Accepts<MaintenanceRequest>("application/json").Produces<MaintenanceAnswer>(201)
            .WithSummary("Announces work on a gate, a site, or a node with all below it. Without from it begins now.");
        api.Post("/maintenance/{id:long}/end", Access.To(Capability.EditSites), EndAsync).Produces<MaintenanceAnswer>()
            .WithSummary("Ends work now; what has not begun does not take place.");
    }

    private static IResult List(
        SightBook sights, HttpContext http, TimeProvider time, string? subject_kind = null, string? subject = null,
        string? past = null)
    {
        var now = time.GetUtcNow();
        var all = sights.Of(http, Capability.SeeFleet).Tree.Maintenance.Where(work => (past == "true" || work.Until > now)
            && (subject_kind is null || MaintenanceRows.Word(work.Subject) == subject_kind)
            && (subject is null || work.SubjectId == subject)).Take(SiteRequests.MostOfPage);
        return Results.Json(new MaintenanceList([.. all.Select(MaintenanceAnswer.Of)]),
            SitesJson.Default.MaintenanceList);
    }

    private static async Task<IResult> AnnounceAsync(
        SiteRegister register, SightBook sights, TimeProvider time, HttpContext http)
    {
        var asked = await ApiRequests.ReadAsync(http, SitesJson.Default.MaintenanceRequest);
        var kind = MaintenanceRows.Find(asked.SubjectKind)
            ?? throw SiteRequests.Malformed("has a subject_kind that is none of gate, site, node",
            "có subject_kind không thuộc gate, site, node");
        if (asked.Until is not { } until)
            throw SiteRequests.Malformed("does not say until when", "chưa cho biết đến khi nào");
        var order = new MaintenanceOrder(
            kind, asked.Subject ?? "", Milliseconds(asked.From ?? time.GetUtcNow()), Milliseconds(until),
            asked.Why?.Trim() ?? "");
        var work = await register.AnnounceAsync(
            order, Caller.Of(http).Actor, CancellationToken.None, sights.Later(http, Capability.EditSites));
        return Results.Json(MaintenanceAnswer.Of(work), SitesJson.Default.MaintenanceAnswer,
            statusCode: StatusCodes.Status201Created);
    }

    private static async Task<IResult> EndAsync(
        long id, SiteRegister register, SightBook sights, HttpContext http) => Results.Json(
        MaintenanceAnswer.Of(await register.EndMaintenanceAsync(
            id, Caller.Of(http).Actor, CancellationToken.None, sights.Later(http, Capability.EditSites))),
        SitesJson.Default.MaintenanceAnswer);

    /// <summary>What is kept.</summary>
    private static DateTimeOffset Milliseconds(DateTimeOffset moment) =>
        DateTimeOffset.FromUnixTimeMilliseconds(moment.ToUnixTimeMilliseconds());
}
