using CheckIn.Hub.Accounts;
using CheckIn.Hub.Desired;
using CheckIn.Hub.Web.Pages;

namespace CheckIn.Hub.Web;

/// <summary>
/// <c>/gates/ID/settings</c>: what the hub wants of one gate, who says so, and what the gate has made of it.
/// </summary>
internal static class GateSettingsPages
{
    private static readonly TimeSpan AtMostEvery = TimeSpan.FromSeconds(1);

    internal static void MapGateSettingsPages(this WebApplication app)
    {
        var see = Access.To(Capability.SeeSettings);
        var pages = app.MapGroup("/gates/{id}/settings")
            .AddEndpointFilter(PageFaults.TellAsync).ExcludeFromDescription();
        pages.Get("", see, ShowAsync);
        pages.Get("/live", see, (string id, GateSettingsParts parts, TimeProvider time, HttpContext http) =>
            EventStream.TellAsync(http, () => Look(id, parts, http), AtMostEvery, time));
    }

    private static async Task<IResult> ShowAsync(string id, GateSettingsParts parts, HttpContext http, string? lang)
    {
        var page = WebPages.PageFor(http, lang);
        if (await GatePages.LookAsync(id, parts.Enrol, http, Capability.SeeSettings) is not { } gate)
            return GatePages.Missing(page);
        // Of a gate that has just appeared nothing is wanted yet.
        var settings = parts.Desired.Of(id, parts.Enrol.Sights.Of(http, Capability.SeeSettings))
            ?? new GateSettings(id, 0, null, [], [], null);
        return WebPages.Render<GateSettingsPage>(page, new()
        {
            ["Gate"] = gate,
            ["View"] = GateSettingsView.Of(settings, page),
        });
    }

    private static Glance Look(string id, GateSettingsParts parts, HttpContext http)
    {
        var changed = parts.Desired.Changed;
        var settings = parts.Desired.Of(id, parts.Enrol.Sights.Of(http, Capability.SeeSettings));
        return new("{}", changed, HashCode.Combine(settings?.Version, settings?.Report?.At));
    }
}

/// <summary>What the page of a gate's settings is made from.</summary>
internal sealed record GateSettingsParts(DesiredDesk Desired, EnrolParts Enrol);
