using CheckIn.Hub.Accounts;
using CheckIn.Hub.Audit;
using CheckIn.Hub.Events;
using CheckIn.Hub.Passes;
using Microsoft.Extensions.Options;

namespace CheckIn.Hub.Visitors;

/// <summary>
/// Invitations, for pages and API: whoever may issue passes for a place may let others ask for one by a link. A link that is
/// revoked ends with every pass that came of it.
/// </summary>
internal sealed class InvitationDesk(
    EventStore store, PassDesk passes, IOptions<PassOptions> options, TimeProvider time, ILogger<InvitationDesk> logger)
{
    private const int MostLookedAt = 10_000;
    private const string WhyRevoked = "invitation revoked";

    /// <exception cref="Settings.RefusalException">It cannot be; nobody was invited.</exception>
    internal async Task<NewInvitation> MakeAsync(InvitationOrder order, Actor actor, Sight sight)
    {
        var now = time.GetUtcNow();
        InvitationRules.Check(order, now, options.Value.LongestLife);
        InvitationRules.CheckScope(order.Scope, sight);
        var secret = LinkSecret.New();
        long number = 0;
        await store.WriteAsync(db =>
        {
            number = InvitationRows.Add(db, LinkSecret.HashOf(secret)!, order, now, actor.Name);
            AuditLog.Add(db, now, new AuditEntry(
                actor, AuditActions.InvitationMade, Named(number), Detail: $"{order.Category}, {order.Most}",
                Place: order.Scope.Site ?? order.Scope.Node));
        }, CancellationToken.None);
        Log.Invited(logger, number);
        return new NewInvitation(Find(number, sight)!, secret);
    }

    /// <summary>Newest first, of those that he sees.</summary>
    /// <returns>The page, and where the next begins; null = there is none.</returns>
    internal (IReadOnlyList<Invitation> Invitations, long? Next) Page(long? before, int limit, Sight sight)
    {
        // Whoever sees a part of a large hub pages through what is not his as well, so much at a time.
        var looked = store.Read(db => InvitationRows.Page(db, before, sight.IsWhole ? limit : MostLookedAt));
        var seen = looked.Where(one => InvitationRules.IsHis(one.Order.Scope, sight)).Take(limit).ToList();
        return (seen, seen.Count == limit ? seen[^1].Number : looked.Count == MostLookedAt ? looked[^1].Number : null);
    }

    /// <summary>Null = there is none for him.</summary>
    internal Invitation? Find(long number, Sight sight) =>
        store.Read(db => InvitationRows.Find(db, number)) is { } one && InvitationRules.IsHis(one.Order.Scope, sight)
            ? one : null;

    /// <summary>Ends it, with the passes that came of it; one that is revoked already stays as it is.</summary>
    /// <exception cref="Settings.RefusalException">It is not there for him; nothing was revoked.</exception>
    internal async Task RevokeAsync(long number, Actor actor, Sight sight)
    {
        if (Find(number, sight) is not { } found)
            throw VisitorException.Unknown();
        var now = time.GetUtcNow();
        // The link first: nobody gets a pass from then on, so those that there are now are all.
        await store.WriteAsync(db =>
        {
            if (InvitationRows.Find(db, number) is not { RevokedAt: null })
                return;
            InvitationRows.Revoke(db, number, now, actor.Name);
            AuditLog.Add(db, now, new AuditEntry(
                actor, AuditActions.InvitationRevoked, Named(number), Place: found.Order.Scope.Site ?? found.Order.Scope.Node));
        }, CancellationToken.None);
        var issued = store.Read(db => DeclarationRows.Of(db, number))
            .Where(one => one.Pass is not null && one.Until > now).Select(static one => one.Pass!).ToArray();
        if (issued.Length > 0)
            await passes.RevokeAsync(issued, WhyRevoked, actor, sight);
        Log.Revoked(logger, number, issued.Length);
    }

    private static string Named(long number) => number.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
