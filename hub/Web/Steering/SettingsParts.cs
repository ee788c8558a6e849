using CheckIn.Hub.Accounts;
using CheckIn.Hub.Desired;
using CheckIn.Hub.Fleet;
using CheckIn.Hub.Fleet.Offline;
using CheckIn.Hub.Rollouts;
using CheckIn.Hub.Sites;
using CheckIn.Hub.Web.Pages;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CheckIn.Hub.Web.Steering;

/// <summary>What the pages of settings are made from.</summary>
internal sealed record SettingsParts(
    DesiredDesk Desk, RolloutDesk Rollouts, RolloutViews Views, GatePlaces Places, FleetRegistry Fleet,
    SightBook Sights, ScopeNames Names, ScopeFinder Finder)
{
    /// <summary>Null = there is no such place that he sees with that capability.</summary>
    internal (FleetScope Scope, LayerPicture Picture, ScopeView View)? Find(
        string word, HttpContext http, PageContext page, Capability capability = Capability.SeeSettings)
    {
        if (ScopeNames.Read(word) is not { } scope
            || Desk.Layer(scope, Sights.Of(http, capability)) is not { } picture)
            return null;
        return (scope, picture, Names.Of(scope, page));
    }

    /// <summary>The rollout that brings what is being rolled out there; null = nothing is, or it is over and forgotten.</summary>
    internal RolloutView? RollingOf(LayerPicture picture, HttpContext http, PageContext page) =>
        picture.Rolling?.Rollout is { } id && Views.Find(id, Sights.Of(http, Capability.SeeSettings)) is { } found
            ? RolloutView.Of(found, page) : null;

    internal bool IsPresent(string gate) =>
        Fleet.Of(gate)?.State is PresenceState.Ready or PresenceState.Degraded or PresenceState.Init;

    internal static RazorComponentResult<MessagePage> Missing(PageContext page, string? message = null) =>
        WebPages.Render<MessagePage>(
            page, new() { ["Message"] = message ?? SteeringWords.Of(page.Words).NoSuchScope },
            StatusCodes.Status404NotFound);
}
