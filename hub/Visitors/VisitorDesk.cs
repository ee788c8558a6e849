using System.Text;
using System.Text.Json;
using CheckIn.Credentials;
using CheckIn.Hub.Accounts;
using CheckIn.Hub.Audit;
using CheckIn.Hub.Events;
using CheckIn.Hub.Passes;
using CheckIn.Hub.Settings;
using CheckIn.Hub.Sites;
using Microsoft.Extensions.Options;

namespace CheckIn.Hub.Visitors;

/// <summary>
/// What visitors do by themselves. A link or a site's open page lets somebody declare; that gives him a link of his own, and by
/// that he has a pass made: one that a phone shows anew every 30 s, or a picture. He has one pass at a time: before another is
/// made, the one before is revoked. The personal fields are opened for nothing but the abbreviated name.
/// </summary>
internal sealed class VisitorDesk(
    EventStore store, PassDesk passes, SightBook sights, SiteRegister sites, VisitorKey key, IOptions<VisitorOptions> options,
    TimeProvider time, ILogger<VisitorDesk> logger) : IDisposable
{
    /// <summary>Passes of one declaration, one after the other.</summary>
    internal const int MostPasses = 10;
    private const string WhyReplaced = "replaced by its visitor";
    private readonly SemaphoreSlim _turn = new(1);

    /// <summary>The invitation of a link that lets one more person declare; null = it is good no more, or is none.</summary>
    internal Entrance? ByLink(string secret) => LinkSecret.HashOf(secret) is { } hash
        && store.Read(db => InvitationRows.Find(db, hash)) is { } one && one.StateAt(time.GetUtcNow()) == InvitationState.Open
        ? new Entrance(one.Order, one.Number) : null;

    /// <summary>A site at which anybody may declare; null = it is none.</summary>
    internal Entrance? AtSite(string site)
    {
        if (!options.Value.OpenSites.Contains(site, StringComparer.Ordinal) || !sites.Tree.Sites.ContainsKey(site))
            return null;
        var now = DateTimeOffset.FromUnixTimeSeconds(time.GetUtcNow().ToUnixTimeSeconds());
        return new Entrance(new InvitationOrder(
            new FleetScope(Site: site), CheckIn.Passes.PassCategories.Visitor, now, now + options.Value.OpenLife,
            options.Value.OpenPerDay, null), null);
    }

    /// <summary>Keeps what somebody declares.</summary>
    /// <returns>The secret of his own link.</returns>
    /// <exception cref="RefusalException">It cannot be; nothing was kept.</exception>
    internal async Task<string> DeclareAsync(Entrance entrance, PersonalFields fields)
    {
        var (secret, now, order) = (LinkSecret.New(), time.GetUtcNow(), entrance.Order);
        var hash = LinkSecret.HashOf(secret)!;
        var row = new Declaration(
            hash, entrance.Invitation, order.Scope, order.Category, order.Label, order.From, order.Until, now,
            Seal(hash, fields));
        VisitorException? refusal = null;
        await store.WriteAsync(db =>
        {
            refusal = entrance.Invitation is { } number
                ? InvitationRows.TryUse(db, number, now) ? null : VisitorException.Gone()
                : DeclarationRows.CountAt(db, order.Scope, HubZone.StartOf(HubZone.DayOf(now))) < order.Most
                    ? null : VisitorException.TooManyToday();
            if (refusal is null)
                DeclarationRows.Add(db, row);
        }, CancellationToken.None);
        if (refusal is not null)
            throw refusal;
        Log.Declared(logger);
        return secret;
    }

    /// <summary>What the link shows; null = it is none, or what it was about is erased.</summary>
    internal VisitorPass? Find(string secret)
    {
        if (LinkSecret.HashOf(secret) is not { } hash || store.Read(db => DeclarationRows.Find(db, hash)) is not { } row)
            return null;
        var (code, pass) = (row.Code is null ? null : key.Open(hash, row.Code), row.Pass);
        return new VisitorPass(
            row, Abbreviated(row), pass is null ? null : passes.Find(pass, Everything()),
            code is null ? null : Encoding.ASCII.GetString(code), IsWithdrawn(row));
    }

    /// <summary>The name as others may see it; null = it cannot be read.</summary>
    internal string? Abbreviated(Declaration row) => key.Open(row.Hash, row.Sealed) is { } plain
        ? AbbreviatedName.Of(JsonSerializer.Deserialize(plain, DeclarationJson.Default.PersonalFields)?.Name) : null;

    /// <summary>Those of an invitation.</summary>
    internal IReadOnlyList<Declaration> Of(long invitation) => store.Read(db => DeclarationRows.Of(db, invitation));

    /// <summary>What he declares now stands in place of what he did before.</summary>
    /// <exception cref="RefusalException">It cannot be; nothing was changed.</exception>
    internal Task ChangeAsync(string secret, PersonalFields fields)
    {
        if (Find(secret) is not { } found || !found.IsGoodAt(time.GetUtcNow()))
            throw VisitorException.Gone();
        var hash = found.Row.Hash;
        var box = Seal(hash, fields);
        return store.WriteAsync(db => DeclarationRows.Change(db, hash, box), CancellationToken.None);
    }

    /// <summary>Makes his pass, and revokes the one before.</summary>
    /// <param name="secret">Of his link.</param>
    /// <param name="phone">A phone's key, a compressed point; empty = a picture.</param>
    /// <exception cref="RefusalException">It cannot be; he has no other pass than before, or none.</exception>
    internal async Task<SignedPass> IssueAsync(string secret, ReadOnlyMemory<byte> phone)
    {
        // One at a time: of two who ask at once, the second revokes the pass of the first.
        await _turn.WaitAsync();
        try
        {
            return await IssueInTurnAsync(secret, phone);
        }
        finally
        {
            _turn.Release();
        }
    }

    public void Dispose() => _turn.Dispose();

    private async Task<SignedPass> IssueInTurnAsync(string secret, ReadOnlyMemory<byte> phone)
    {
        var now = time.GetUtcNow();
        if (Find(secret) is not { } found || !found.IsGoodAt(now))
            throw VisitorException.Gone();
        var row = found.Row;
        if (row.Passes >= MostPasses)
            throw VisitorException.TooManyPasses(MostPasses);
        var (actor, sight) = (new Actor(row.Actor), Everything());
        if (found.Pass is { RevokedAt: null } before)
            await passes.RevokeAsync([before.Id.ToString()], WhyReplaced, actor, sight);
        var signed = (await passes.IssueAsync(
            new PassOrder(
                row.Category, row.From > now ? row.From : null, row.Until, row.Scope, phone, row.Label, 1), actor, sight))[0];
        var code = phone.IsEmpty ? key.Seal(row.Hash, Encoding.ASCII.GetBytes(signed.Code)) : null;
        await store.WriteAsync(
            db => DeclarationRows.Give(db, row.Hash, signed.Pass.Id.ToString(), code), CancellationToken.None);
        // Withdrawn meanwhile: what was made just now was not among what was revoked then.
        if (IsWithdrawn(row))
        {
            await passes.RevokeAsync([signed.Pass.Id.ToString()], WhyReplaced, actor, sight);
            throw VisitorException.Gone();
        }
        return signed;
    }

    private bool IsWithdrawn(Declaration row) => row.Invitation is { } number
        && store.Read(db => InvitationRows.Find(db, number)) is not { RevokedAt: null };

    private byte[] Seal(byte[] hash, PersonalFields fields) =>
        key.Seal(hash, JsonSerializer.SerializeToUtf8Bytes(fields, DeclarationJson.Default.PersonalFields));

    /// <summary>By its place it was judged when somebody invited, or when the site was opened.</summary>
    private Sight Everything() => sights.Of(Caller.Local(null), Capability.IssuePasses);
}

/// <summary>By which somebody may declare.</summary>
/// <param name="Invitation">Its number; null = at a site that is open.</param>
internal sealed record Entrance(InvitationOrder Order, long? Invitation);

/// <summary>What a visitor's own link shows.</summary>
/// <param name="Name">Abbreviated; null = it cannot be read.</param>
/// <param name="Pass">The one that he has now; null = none yet.</param>
/// <param name="Code">Of a static pass; null = a phone has it.</param>
/// <param name="IsWithdrawn">The invitation was revoked.</param>
internal sealed record VisitorPass(Declaration Row, string? Name, IssuedPass? Pass, string? Code, bool IsWithdrawn)
{
    /// <summary>Somebody at the hub has revoked the pass, and not he himself for another; he gets none by himself then.</summary>
    internal bool IsRevoked => IsWithdrawn || (Pass is { RevokedAt: not null, RevokedBy: var by } && by != Row.Actor);

    internal bool IsGoodAt(DateTimeOffset now) => !IsRevoked && now < Row.Until;

    /// <summary>Not for logs.</summary>
    public override string ToString() => "a visitor's pass";
}
