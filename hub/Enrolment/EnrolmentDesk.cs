using System.Globalization;
using CheckIn.Enrolment;
using CheckIn.Hub.Accounts;
using CheckIn.Hub.Audit;
using CheckIn.Hub.Authority;
using CheckIn.Hub.Broker;
using CheckIn.Hub.Desired;
using CheckIn.Hub.Events;
using CheckIn.Hub.Fleet;
using CheckIn.Storage;
using Microsoft.Extensions.Options;

namespace CheckIn.Hub.Enrolment;

/// <summary>
/// Where gates come into service, are replaced and leave: what page, command line and API do, they do here. Each act is
/// one transaction with its audit row. What a refusal rests on is looked at within that transaction, and a refusal is
/// never thrown there, since the store would take it for trouble of its own. A code is shown once and not kept; the
/// store has the key that proves it until the claim is forgotten, thirty days after its end.
/// </summary>
internal sealed class EnrolmentDesk(
    EventStore store, IOptions<EnrolmentOptions> options, IOptions<BrokerOptions> broker, TimeProvider time,
    HubAddresses addresses, LanePlans plans, CertificateAuthority authority, GateIdentities identities,
    DesiredNotices notices, FleetRegistry fleet, ILogger<EnrolmentDesk> logger)
    : IDisposable
{
    private static readonly TimeSpan Kept = TimeSpan.FromDays(30);
    private static readonly TimeSpan Farewell = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LongestBundle = TimeSpan.FromDays(30);
    private readonly MinuteLimit _issues = new(options.Value.CodesPerMinute, time);
    private readonly SemaphoreSlim _issuing = new(1);
    private readonly CancellationTokenSource _stopping = new();

    /// <summary>A one-time code.</summary>
    /// <exception cref="EnrolmentException">It cannot be had; the message says why and what to do.</exception>
    /// <param name="order">For what.</param>
    /// <param name="actor">Who does it.</param>
    /// <param name="cancellation">Ends the wait for the store.</param>
    /// <param name="sight">Outside which he does nothing; null = the whole hub's. So with every act.</param>
    internal async Task<IssuedCode> IssueAsync(
        ClaimOrder order, Actor actor, CancellationToken cancellation, Sight? sight = null)
    {
        var (codes, expires) = await IssueAllAsync(
            new Issue(order, 1, options.Value.CodeLifetime, Bundle: null, sight), actor, cancellation);
        Log.Issued(logger, order.Site, codes[0].Id);
        return new IssuedCode(codes[0].Id, codes[0], expires);
    }

    /// <summary>Claims for many gates, signed.</summary>
    /// <exception cref="EnrolmentException">They cannot be had; the message says why and what to do.</exception>
    internal async Task<ClaimBundle> IssueBundleAsync(
        ClaimOrder order, int count, TimeSpan lifetime, Actor actor, CancellationToken cancellation) =>
        (await IssueBundlesAsync(order, count, lifetime, isSplit: false, actor, cancellation))[0];

    /// <summary>The same; split, each claim is in a file of its own, signed by itself.</summary>
    internal async Task<IReadOnlyList<ClaimBundle>> IssueBundlesAsync(
        ClaimOrder order, int count, TimeSpan lifetime, bool isSplit, Actor actor, CancellationToken cancellation,
        Sight? sight = null)
    {
        ClaimRules.CheckBundle(order, count, lifetime, LongestBundle);
        var day = time.GetUtcNow().ToString("yyyyMMdd", CultureInfo.InvariantCulture);
        var bundle = $"{order.Site}-{day}-{EnrolmentCode.NewId().ToLowerInvariant()}";
        var (codes, expires) = await IssueAllAsync(
            new Issue(order, count, lifetime, bundle, sight), actor, cancellation);
        Log.BundleIssued(logger, count, order.Site, bundle);
        return [.. codes.Chunk(isSplit ? 1 : count).Select(part => Sign(new ClaimBundle(
            bundle, order.Site, expires.ToUnixTimeMilliseconds(), [.. part.Select(code => code.ToString())], "", "")))];
    }

    /// <summary>How a claim is; null = no such claim.</summary>
    internal ClaimState? Look(string id, Sight? sight = null)
    {
        var now = time.GetUtcNow().ToUnixTimeMilliseconds();
        return store.Read(db =>
        {
            if (Claims.Find(db, id.ToUpperInvariant()) is not { } claim || sight?.SeesSite(claim.Order.Site) == false)
                return null;
            return new ClaimState(
                claim.Id, claim.Status(now), claim.Order.Site, claim.Order.Plan, claim.Use?.Gate,
                claim.Use is { } use ? Fingerprint.Of(use.Key) : null,
                DateTimeOffset.FromUnixTimeMilliseconds(claim.ExpiresAt), claim.Use?.Machine)
            {
                UsedAt = claim.Use is { At: var at } ? DateTimeOffset.FromUnixTimeMilliseconds(at) : null,
                Failures = claim.Failures,
            };
        });
    }

    /// <summary>Nobody can use it any more.</summary>
    /// <param name="id">A claim's, or the name of a bundle: all of it that waits.</param>
    /// <param name="actor">Who does it.</param>
    /// <param name="cancellation">Ends the wait for the store.</param>
    /// <returns>How many claims.</returns>
    /// <exception cref="EnrolmentException">There is none, or it is used.</exception>
    internal async Task<int> WithdrawAsync(
        string id, Actor actor, CancellationToken cancellation, Sight? sight = null)
    {
        EnrolmentException? refusal = null;
        var count = 0;
        await store.WriteAsync(db =>
        {
            var now = time.GetUtcNow();
            var isBundle = Claims.HasBundle(db, id);
            var name = isBundle ? id : id.ToUpperInvariant();
            var site = Claims.SiteOf(db, isBundle, name);
            refusal = sight?.SeesSite(site) == false ? ClaimRules.NoSuchClaim(id)
                : isBundle ? null : ClaimRules.MayWithdraw(Claims.Find(db, name), id);
            if (refusal is not null)
                return;
            count = Claims.Withdraw(db, isBundle ? "bundle" : "id", name, now.ToUnixTimeMilliseconds()).Count;
            if (count > 0)
            {
                AuditLog.Add(db, now, new AuditEntry(
                    actor, AuditActions.CodeWithdrawn, name, Detail: $"{count} claims", Place: site));
            }
        }, cancellation);
        return refusal is null ? count : throw refusal;
    }

    /// <summary>
    /// What the claim of a unit that takes this gate's place is for, by what the hub knows of the gate.
    /// </summary>
    /// <exception cref="EnrolmentException">The hub knows too little of it, or nothing.</exception>
    internal ClaimOrder OrderToReplace(
        string gate, string? site = null, string? plan = null, string? label = null, Sight? sight = null)
    {
        var known = Known(gate, sight);
        return (site ?? known.Site, plan ?? known.Plan) is ({ } where, { } how)
            ? new ClaimOrder(where, how, gate, label ?? known.Label, Replaces: true)
            : throw new EnrolmentException(
                $"Gate {gate} was never enrolled here, so its site and plan are not known. Nothing was done; say "
                    + "--site and --plan.",
                $"Cổng {gate} chưa từng được đăng ký ở đây nên chưa rõ địa điểm và sơ đồ làn. Chưa làm gì cả; hãy "
                    + "thêm --site và --plan.");
    }

    /// <summary>The gate's certificates are revoked and its connection is cut; its history stays.</summary>
    /// <exception cref="EnrolmentException">There is nothing to revoke.</exception>
    internal async Task RevokeAsync(
        string gate, string why, Actor actor, CancellationToken cancellation, Sight? sight = null)
    {
        if (sight is { IsWhole: false })
            Known(gate, sight);
        EnrolmentException? refusal = null;
        var count = 0;
        await store.WriteAsync(db =>
        {
            // One that the database has forgotten or another authority certifies was never enrolled here, and is
            // known by its certificate alone.
            refusal = GateIdentities.HasGood(db, gate) ? null : MayLeave(db, gate);
            if (refusal is not null)
                return;
            var now = time.GetUtcNow();
            count = GateIdentities.Revoke(db, gate, why, now).Count;
            EnrolledGates.Set(db, gate, Standings.Revoked, now.ToUnixTimeMilliseconds());
            AuditLog.Add(db, now, new AuditEntry(
                actor, AuditActions.Revoked, gate, Detail: $"{why}; {count} certificates",
                Place: AuditPlaces.OfGate(db, gate)));
        }, cancellation);
        if (refusal is not null)
            throw refusal;
        Log.Revoked(logger, gate, count, why);
        fleet.OnLeft(gate);
        await identities.ApplyAsync(cancellation);
        notices.Changed([gate]);
    }

    /// <summary>The gate is told to deliver what it has and wipe itself; then its certificate is revoked.</summary>
    /// <exception cref="EnrolmentException">It is not in service.</exception>
    internal async Task DecommissionAsync(
        string gate, Actor actor, CancellationToken cancellation, Sight? sight = null)
    {
        if (sight is { IsWhole: false })
            Known(gate, sight);
        EnrolmentException? refusal = null;
        await store.WriteAsync(db =>
        {
            refusal = MayLeave(db, gate) ?? ClaimRules.MayDecommission(EnrolledGates.Find(db, gate)!);
            if (refusal is not null)
                return;
            var now = time.GetUtcNow();
            EnrolledGates.Set(db, gate, Standings.Leaving, now.ToUnixTimeMilliseconds());
            AuditLog.Add(db, now, new AuditEntry(
                actor, AuditActions.Decommissioning, gate, Place: AuditPlaces.OfGate(db, gate)));
        }, cancellation);
        if (refusal is not null)
            throw refusal;
        Log.Leaving(logger, gate);
        notices.Changed([gate]);
    }

    /// <summary>
    /// The gate has wiped itself, because it was told to or a technician did it there. Its certificate is revoked; the
    /// connection by which it says farewell is left to it for <see cref="Farewell"/>.
    /// </summary>
    internal async Task WipedAsync(string gate, CancellationToken cancellation)
    {
        await store.WriteAsync(db =>
        {
            var now = time.GetUtcNow();
            GateIdentities.Revoke(db, gate, "decommissioned", now);
            EnrolledGates.Set(db, gate, Standings.Left, now.ToUnixTimeMilliseconds());
            AuditLog.Add(db, now, new AuditEntry(new Actor("gate:" + gate), AuditActions.Wiped, gate,
                Place: AuditPlaces.OfGate(db, gate)));
        }, cancellation);
        Log.Wiped(logger, gate);
        fleet.OnLeft(gate);
        notices.Changed([gate]);
        _ = ApplyLaterAsync();
    }

    /// <summary>What enrolment knows of a gate.</summary>
    /// <exception cref="EnrolmentException">Nothing.</exception>
    internal EnrolledGate Known(string gate, Sight? sight = null) =>
        store.Read(db => EnrolledGates.Find(db, gate)) is { } known && sight?.SeesSite(known.Site) != false
            ? known : throw ClaimRules.NoSuchGate(gate);

    public void Dispose()
    {
        _stopping.Cancel();
        _stopping.Dispose();
        _issuing.Dispose();
    }

    /// <summary>Should the hub stop meanwhile, it reads at its next start what is revoked.</summary>
    private async Task ApplyLaterAsync()
    {
        try
        {
            await Task.Delay(Farewell, time, _stopping.Token);
            await identities.ApplyAsync(_stopping.Token);
        }
        catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
        {
            // As said above.
        }
        catch (DatabaseException e)
        {
            Log.NotApplied(logger, e.Message);
        }
    }

    private async Task<(IReadOnlyList<EnrolmentCode> Codes, DateTimeOffset Expires)> IssueAllAsync(
        Issue issue, Actor actor, CancellationToken cancellation)
    {
        var address = addresses.OfCodes ?? throw HubAddresses.NoAddress();
        if (broker.Value.TlsCertificate is not null)
            throw HubAddresses.AnotherAuthority();
        ClaimRules.CheckOrder(issue.Order, plans.Names, broker.Value.ServerClientId);
        if (issue.Sight?.SeesSite(issue.Order.Site) == false)
            throw ClaimRules.NoSuchSite(issue.Order.Site);
        if (broker.Value.TlsClientAuthority is not null)
            throw ClaimRules.AnotherAuthority();
        // One at a time, so that the names chosen are still free when they are written.
        await _issuing.WaitAsync(cancellation);
        try
        {
            if (!_issues.TryTake())
                throw ClaimRules.TooFast(options.Value.CodesPerMinute);
            var codes = NewCodes(issue.Count, address);
            var keys = await Task.Run(() => KeysOf(codes, cancellation), cancellation);
            EnrolmentException? refusal = null;
            var expires = DateTimeOffset.UnixEpoch;
            await store.WriteAsync(db => refusal = Write(db, issue, codes, keys, actor, out expires), cancellation);
            return refusal is null ? (codes, expires) : throw refusal;
        }
        finally
        {
            _issuing.Release();
        }
    }

    private List<EnrolmentCode> NewCodes(int count, string address)
    {
        var taken = store.Read(Claims.Ids);
        var codes = new List<EnrolmentCode>(count);
        while (codes.Count < count)
        {
            var id = EnrolmentCode.NewId();
            if (taken.Add(id))
                codes.Add(EnrolmentCode.New(id, address));
        }
        return codes;
    }

    /// <summary>
    /// A key takes milliseconds by intention; of ten thousand that is half a minute of one processor.
    /// </summary>
    private static byte[][] KeysOf(List<EnrolmentCode> codes, CancellationToken cancellation)
    {
        var keys = new byte[codes.Count][];
        var width = Math.Max(1, Environment.ProcessorCount / 2);
        Parallel.For(
            0, codes.Count, new ParallelOptions { MaxDegreeOfParallelism = width, CancellationToken = cancellation },
            i => keys[i] = codes[i].Key());
        return keys;
    }

    private EnrolmentException? Write(
        Database db, Issue issue, List<EnrolmentCode> codes, byte[][] keys, Actor actor, out DateTimeOffset expires)
    {
        var at = time.GetUtcNow();
        expires = at + issue.Lifetime;
        var (now, end) = (at.ToUnixTimeMilliseconds(), expires.ToUnixTimeMilliseconds());
        Claims.Forget(db, (at - Kept).ToUnixTimeMilliseconds());
        var gate = issue.Order.Gate is { } name ? EnrolledGates.Find(db, name) : null;
        var waiting = Claims.CountWaiting(db, now) + issue.Count;
        if (!IsHis(db, issue, gate, now))
            return ClaimRules.NotGiven(issue.Order.Gate!);
        if (ClaimRules.MayIssue(issue.Order, gate, waiting, options.Value.MaxClaims) is { } no)
            return no;
        // Of two codes for one gate the later one counts.
        if (issue.Order.Gate is { } meant)
        {
            foreach (var earlier in Claims.Withdraw(db, "gate", meant, now))
            {
                AuditLog.Add(db, at, new AuditEntry(
                    actor, AuditActions.CodeWithdrawn, earlier, Detail: "another code for " + meant,
                    Place: issue.Order.Site));
            }
        }
        Claims.Add(db, codes.Zip(
            keys, (code, key) => new ClaimRow(code.Id, key, issue.Order, issue.Bundle, actor.Name, now, end)));
        AuditLog.Add(db, at, new AuditEntry(
            actor, issue.Bundle is null ? AuditActions.CodeIssued : AuditActions.BundleIssued,
            issue.Bundle ?? codes[0].Id, Detail: ClaimRules.InWords(issue.Order, issue.Count),
            Place: issue.Order.Site));
        return null;
    }

    /// <summary>A gate's name that somebody else has, or waits for, is not given out by who does not see him.</summary>
    private static bool IsHis(Database db, Issue issue, EnrolledGate? gate, long now) =>
        issue is not { Sight: { IsWhole: false } sight, Order.Gate: { } name }
        || ((gate is null || sight.SeesSite(gate.Site)) && Claims.SitesWaitingFor(db, name, now).All(sight.SeesSite));

    private static EnrolmentException? MayLeave(Database db, string gate) =>
        ClaimRules.MayLeave(EnrolledGates.Find(db, gate), gate);

    private ClaimBundle Sign(ClaimBundle bundle)
    {
        var (signer, signature) = authority.SignText(signer => (bundle with { Certificate = signer }).SignedBytes());
        return bundle with { Certificate = signer, Signature = Convert.ToBase64String(signature) };
    }

    private sealed record Issue(ClaimOrder Order, int Count, TimeSpan Lifetime, string? Bundle, Sight? Sight);
}
