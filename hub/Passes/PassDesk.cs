using System.Security.Cryptography;
using CheckIn.Hub.Accounts;
using CheckIn.Hub.Audit;
using CheckIn.Hub.Events;
using CheckIn.Hub.Sites;
using CheckIn.Passes;
using CheckIn.Storage;
using Microsoft.Extensions.Options;

namespace CheckIn.Hub.Passes;

/// <summary>
/// Issues passes and revokes them, for API and command line. A pass is kept before its code is told, with its line in the
/// audit in one transaction: there is none that the hub does not know and could not revoke. The code itself is not
/// kept; who has lost it is issued another pass.
/// </summary>
internal sealed class PassDesk(
    EventStore store, PassIssuers issuers, PassLists lists, IOptions<PassOptions> options, TimeProvider time,
    ILogger<PassDesk> logger) : IDisposable
{
    /// <summary>Passes issued or revoked at once.</summary>
    internal const int MostAtOnce = 1000;
    private const int MostLookedAt = 10_000;
    private readonly SemaphoreSlim _turn = new(1);

    /// <exception cref="Settings.RefusalException">It cannot be; no pass was issued.</exception>
    internal async Task<IReadOnlyList<SignedPass>> IssueAsync(PassOrder order, Actor actor, Sight sight)
    {
        PassRules.Check(order, time.GetUtcNow(), options.Value.LongestLife);
        PassRules.CheckScope(order.Scope, sight);
        using var key = issuers.Open();
        // After the key, which may be made only now: no pass is older than its key.
        var now = DateTimeOffset.FromUnixTimeSeconds(time.GetUtcNow().ToUnixTimeSeconds());
        var signed = new List<SignedPass>();
        while (signed.Count < order.Count)
            signed.AddRange(await KeepAsync(Sign(order, order.Count - signed.Count, now, key, actor), actor));
        lists.Due();
        Log.Issued(logger, signed.Count, signed[0].Pass.Id.ToString());
        return signed;
    }

    /// <summary>All of them or none; one that is revoked already stays as it is.</summary>
    /// <exception cref="Settings.RefusalException">One is not there for him; nothing was revoked.</exception>
    internal async Task RevokeAsync(IReadOnlyList<string> ids, string why, Actor actor, Sight sight)
    {
        PassRules.Check(ids, why);
        // One at a time: two could find room for one, and a pass is revoked once.
        await _turn.WaitAsync();
        try
        {
            await RevokeInTurnAsync(ids, why, actor, sight);
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Newest first, of those that he sees.</summary>
    /// <returns>The page, and where the next begins; null = there is none.</returns>
    internal (IReadOnlyList<IssuedPass> Passes, long? Next) Page(long? before, int limit, Sight sight)
    {
        if (sight.IsWhole)
        {
            var page = store.Read(db => PassRows.Page(db, before, limit));
            return (page, page.Count == limit ? page[^1].Number : null);
        }
        // Whoever sees a part of a large hub pages through what is not his as well, so much at a time.
        var looked = store.Read(db => PassRows.Page(db, before, MostLookedAt));
        var seen = looked.Where(pass => IsHis(pass, sight)).Take(limit).ToList();
        return seen.Count == limit ? (seen, seen[^1].Number)
            : (seen, looked.Count == MostLookedAt ? looked[^1].Number : null);
    }

    /// <summary>Null = there is none for him.</summary>
    internal IssuedPass? Find(string id, Sight sight) => PassId.TryParse(id, out var known)
        && store.Read(db => PassRows.Find(db, known)) is { } pass && IsHis(pass, sight) ? pass : null;

    /// <summary>The keys that gates believe, and until when.</summary>
    /// <exception cref="Keys.KeysException">They cannot be had.</exception>
    internal IReadOnlyList<(IssuerKey Key, DateTimeOffset Until)> Keys()
    {
        var all = issuers.All;
        return [.. all.Select(key => (key, issuers.UntilOf(key, all)))];
    }

    /// <exception cref="Keys.KeysException">It cannot be done.</exception>
    internal async Task<IssuerKey> RotateAsync(bool isNow, bool isDistrusted, Actor actor)
    {
        if (!isDistrusted && issuers.All.Count >= PassKeys.Most - 1)
            throw PassException.TooManyKeys();
        // The audit first: what is not in there was not done.
        await AuditAsync(actor, isDistrusted ? "distrust" : isNow ? "now" : "next", "asked");
        var key = issuers.Rotate(isNow, isDistrusted);
        await AuditAsync(actor, key.Kid, "done");
        lists.Due();
        return key;
    }

    public void Dispose() => _turn.Dispose();

    private async Task RevokeInTurnAsync(IReadOnlyList<string> ids, string why, Actor actor, Sight sight)
    {
        var passes = store.Read(db => ids.Select(id => Known(db, id, sight)).ToList());
        var now = time.GetUtcNow();
        if (store.Read(db => IsFull(db, passes.Count, now)))
            throw PassException.Full(RevocationList.Most);
        await store.WriteAsync(db =>
        {
            foreach (var pass in passes.Where(static pass => pass.RevokedAt is null))
            {
                PassRows.Revoke(db, pass.Id, now, actor.Name, why);
                AuditLog.Add(db, now, new AuditEntry(
                    actor, AuditActions.PassRevoked, pass.Id.ToString(), Detail: why, Place: pass.Scope?.Id));
            }
        }, CancellationToken.None);
        lists.Due();
        Log.Revoked(logger, passes.Count, passes[0].Id.ToString());
    }

    private Task AuditAsync(Actor actor, string what, string outcome) => store.WriteAsync(
        db => AuditLog.Add(
            db, time.GetUtcNow(), new AuditEntry(actor, AuditActions.PassKeysRotated, what, outcome)), CancellationToken.None);

    private static List<(Pass Pass, IssuedPass Row, string Code)> Sign(
        PassOrder order, int count, DateTimeOffset now, ECDsa key, Actor actor)
    {
        var kid = Convert.ToHexStringLower(PassKeys.KidOf(key));
        var scope = order.Scope is { Site: { } site } ? new PassScope(false, site)
            : order.Scope is { Node: { } node } ? new PassScope(true, node) : null;
        var signed = new List<(Pass, IssuedPass, string)>();
        for (var i = 0; i < count; i++)
        {
            var pass = new Pass(PassId.New(), order.Category, now, order.ExpiresAt, order.NotBefore, scope, order.HolderKey);
            var row = new IssuedPass(
                0, pass.Id, pass.Category, order.Label, scope, pass.IsRotating, kid, now, order.NotBefore, order.ExpiresAt,
                actor.Name);
            signed.Add((pass, row, PassCode.Sign(pass, key)));
        }
        return signed;
    }

    /// <summary>Those whose short id nobody else has; the rest were never told and are signed anew.</summary>
    private async Task<IReadOnlyList<SignedPass>> KeepAsync(
        List<(Pass Pass, IssuedPass Row, string Code)> signed, Actor actor)
    {
        var kept = new List<SignedPass>();
        await store.WriteAsync(db =>
        {
            kept.Clear();
            foreach (var (_, row, code) in signed)
            {
                if (!PassRows.TryAdd(db, row, out var number))
                    continue;
                kept.Add(new SignedPass(row with { Number = number }, code));
                AuditLog.Add(db, row.IssuedAt, new AuditEntry(
                    actor, AuditActions.PassIssued, row.Id.ToString(), Detail: row.Category, Place: row.Scope?.Id));
            }
        }, CancellationToken.None);
        return kept;
    }

    /// <summary>Counted exactly only when it may matter.</summary>
    private static bool IsFull(Database db, int more, DateTimeOffset now) =>
        PassRows.RevokedCount(db) + more > RevocationList.Most
        && PassRows.Revoked(db, now - PassLists.Afterwards).Count + more > RevocationList.Most;

    private static IssuedPass Known(Database db, string id, Sight sight) =>
        PassId.TryParse(id, out var known) && PassRows.Find(db, known) is { } pass && IsHis(pass, sight)
            ? pass : throw PassException.Unknown(id);

    private static bool IsHis(IssuedPass pass, Sight sight) => sight.IsWhole || (pass.Scope is { } scope
        && (scope.IsNode ? sight.SeesNode(scope.Id) : sight.SeesSite(scope.Id)));
}
