using System.Security.Cryptography;
using CheckIn.Contract;
using CheckIn.Hub.Accounts;
using CheckIn.Hub.Audit;
using CheckIn.Hub.Lists;
using CheckIn.Hub.Passes;
using CheckIn.Hub.Sites;
using CheckIn.Passes;
using Microsoft.Extensions.DependencyInjection;

namespace CheckIn.Browser.Tests.Fleet;

/// <summary>Passes that somebody has issued: cards, one for a phone, one that begins later, one that was revoked.</summary>
internal static class SyntheticPasses
{
    /// <returns>One that is good.</returns>
    internal static async Task<string> IssueAsync(IServiceProvider services)
    {
        var desk = services.GetRequiredService<PassDesk>();
        var sight = services.GetRequiredService<SightBook>().Of(Caller.Local(null), Capability.IssuePasses);
        var (now, actor) = (TimeProvider.System.GetUtcNow(), new Actor("person:an.nguyen"));
        using var phone = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var site = new FleetScope(Site: SyntheticPlaces.Site);
        var lost = await desk.IssueAsync(
            new PassOrder(PassCategories.Visitor, null, now.AddDays(30), site, default, "khách số 7", 1), actor, sight);
        await desk.IssueAsync(new PassOrder(
            PassCategories.Visitor, null, now.AddDays(2), site, P256Point.Compress(phone), null, 1), actor, sight);
        await desk.IssueAsync(new PassOrder(
            PassCategories.Deliverer, now.AddDays(7), now.AddDays(37), new FleetScope(Node: SyntheticPlaces.Node), default, null, 1),
            actor, sight);
        var good = await desk.IssueAsync(
            new PassOrder(PassCategories.Staff, null, now.AddDays(365), FleetScope.All, default, "tổ bảo vệ", 2), actor, sight);
        await desk.RevokeAsync([lost[0].Pass.Id.ToString()], "thẻ bị mất", actor, sight);
        return good[0].Pass.Id.ToString();
    }

    /// <summary>The lists as gates would get them now.</summary>
    internal static async Task<PassTrust> TrustAsync(IServiceProvider services)
    {
        await services.GetRequiredService<PassLists>().RenewAsync();
        var lists = services.GetRequiredService<ListBook>();
        return new(
            PassKeys.Parse(lists.Find(ListNames.Passes)!.Content.Span),
            RevocationList.Parse(lists.Find(ListNames.Revocations)!.Content.Span));
    }
}
