using CheckIn.Hub.Accounts;
using CheckIn.Hub.Audit;
using CheckIn.Hub.Events;
using CheckIn.Hub.Settings;
using CheckIn.Hub.Sites;
using CheckIn.Hub.Visitors;
using Microsoft.Extensions.Options;

namespace CheckIn.Hub.Registrations;

/// <summary>
/// A place registers itself: its owner says what it is and gets a link and a code; somebody of the node calls the number that
/// the owner gave, hears the code from him, and approves. Then the place is a site like any other, with a poster, and its
/// owner's name and number stand with the site and nowhere else.
/// </summary>
internal sealed class RegistrationDesk(
    EventStore store, SiteRegister sites, IOptions<RegistrationOptions> options, TimeProvider time,
    ILogger<RegistrationDesk> logger) : IDisposable
{
    private readonly SemaphoreSlim _turn = new(1);

    internal bool IsOpen => options.Value.IsOpen;

    /// <summary>Nodes that decide: those of today that no other is below.</summary>
    internal static IEnumerable<Node> NodesOf(SiteTree tree, DateOnly day)
    {
        var valid = tree.Nodes.Values.Where(node => node.IsValidOn(day)).ToList();
        var parents = valid.Select(static node => node.Parent).ToHashSet();
        return valid.Where(node => !parents.Contains(node.Id));
    }

    /// <summary>The node of that code, if it decides.</summary>
    internal Node? NodeOf(string code) =>
        NodesOf(sites.Tree, Today).FirstOrDefault(node => node.Code == code);

    /// <summary>The tree of today.</summary>
    internal SiteTree Tree => sites.Tree;

    internal DateOnly Today => HubZone.DayOf(time.GetUtcNow());

    /// <returns>The secret of the owner's link, which is not kept.</returns>
    /// <exception cref="RegistrationException">It cannot be.</exception>
    internal async Task<string> RegisterAsync(RegistrationOrder order)
    {
        if (!IsOpen)
            throw RegistrationException.Closed();
        var said = RegistrationRules.Check(order);
        if (NodeOf(said.Node) is null)
            throw RegistrationException.NoSuchNode();
        var (secret, code) = (LinkSecret.New(), RegistrationRules.NewCode());
        var isFull = false;
        await store.WriteAsync(db =>
        {
            var (ofNode, all) = RegistrationRows.CountWaiting(db, said.Node);
            isFull = ofNode >= options.Value.MostWaitingOfNode || all >= options.Value.MostWaiting;
            if (!isFull)
                RegistrationRows.Add(db, LinkSecret.HashOf(secret)!, said, code, time.GetUtcNow());
        }, CancellationToken.None);
        if (isFull)
            throw RegistrationException.Full();
        Log.Registered(logger, said.Node);
        return secret;
    }

    /// <summary>What became of the owner's registration; null = there is none of that link.</summary>
    internal Registration? Find(string secret) =>
        LinkSecret.HashOf(secret) is { } hash ? store.Read(db => RegistrationRows.Find(db, hash)) : null;

    /// <summary>One that waits; null = there is none for him.</summary>
    internal Registration? Find(long id, Sight sight) =>
        store.Read(db => RegistrationRows.Find(db, id)) is { State: RegistrationState.Waiting } found
            && sight.SeesNode(found.Node) ? found : null;

    /// <summary>What waits for him, the oldest first.</summary>
    internal IReadOnlyList<Registration> Waiting(Sight sight) =>
        [.. store.Read(RegistrationRows.Waiting).Where(one => sight.SeesNode(one.Node))];

    /// <summary>Makes the place a site.</summary>
    /// <param name="code">What the owner said when his number was called.</param>
    /// <returns>The site's code.</returns>
    /// <exception cref="RefusalException">It cannot be.</exception>
    internal async Task<string> ApproveAsync(long id, string? code, Actor actor, Sight sight, SightOn? later = null)
    {
        await _turn.WaitAsync();
        try
        {
            var found = Find(id, sight) ?? throw RegistrationException.Unknown();
            if (found.Tries >= RegistrationRules.MostTries)
                throw RegistrationException.WrongCode(0);
            if (!RegistrationRules.IsCode(code, found.Code!))
            {
                await store.WriteAsync(db => RegistrationRows.CountTry(db, id), CancellationToken.None);
                throw RegistrationException.WrongCode(RegistrationRules.MostTries - found.Tries - 1);
            }
            // The site first: if the hub ends between the two, approving again makes the same site.
            await sites.SaveAsync(found.Site, FieldsOf(found), actor, CancellationToken.None, later);
            await DecideAsync(found, RegistrationState.Approved, null, actor);
            return found.Site;
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <param name="why">For the owner to read.</param>
    /// <exception cref="RegistrationException">It cannot be.</exception>
    internal async Task RefuseAsync(long id, string? why, Actor actor, Sight sight)
    {
        var said = RegistrationRules.Text("why", why, RegistrationRules.LongestWhy);
        await _turn.WaitAsync();
        try
        {
            var found = Find(id, sight) ?? throw RegistrationException.Unknown();
            await DecideAsync(found, RegistrationState.Refused, said, actor);
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>What nobody decided in time lapses, and what is over long enough is forgotten.</summary>
    internal async Task SweepAsync(CancellationToken cancellation)
    {
        var (now, lapsed) = (time.GetUtcNow(), 0);
        await store.WriteAsync(
            db => lapsed = RegistrationRows.Sweep(db, now - options.Value.KeptWaiting, now), cancellation);
        if (lapsed > 0)
            Log.Lapsed(logger, lapsed);
    }

    public void Dispose() => _turn.Dispose();

    private async Task DecideAsync(Registration found, RegistrationState state, string? why, Actor actor)
    {
        var now = time.GetUtcNow();
        var action = state == RegistrationState.Approved
            ? AuditActions.RegistrationApproved : AuditActions.RegistrationRefused;
        await store.WriteAsync(db =>
        {
            RegistrationRows.Decide(db, found.Id, state, why, now);
            AuditLog.Add(db, now, new AuditEntry(actor, action, found.Site, Place: found.Node));
        }, CancellationToken.None);
    }

    private static Dictionary<string, string?> FieldsOf(Registration found) => new()
    {
        ["name"] = found.Name,
        ["kind"] = found.Kind,
        ["node"] = found.Node,
        ["address"] = found.Address,
        ["head_name"] = found.Owner!.Name,
        ["head_phone"] = found.Owner.Phone,
        ["deployment"] = Deployments.Word(Deployment.PosterOnly),
    };
}
