using System.Buffers.Text;
using System.Text.Json;
using CheckIn.Enrolment;
using CheckIn.Hub.Audit;
using CheckIn.Hub.Authority;
using CheckIn.Hub.Desired;
using CheckIn.Hub.Events;
using CheckIn.Hub.Fleet;
using CheckIn.Hub.Keys;
using CheckIn.Storage;
using Microsoft.Extensions.Options;

namespace CheckIn.Hub.Enrolment;

/// <summary>
/// A gate comes with a code. First the proof, for a claim in any state: what became of it is told only to who knows the
/// code, and every wrong one counts against a claim that waits. Then what can fail without the claim (the request, the
/// authority, the keys), so that nothing uses it up in vain. Then one transaction: the claim is used, the gate is in
/// service, the certificate is its, that of the unit it replaces is revoked, and the audit says so. A retry with the
/// same key finds the claim used by itself and is answered the same; another key finds it used.
/// </summary>
internal sealed class ClaimTaker(
    EventStore store, IOptions<EnrolmentOptions> options, TimeProvider time, CertificateAuthority authority,
    GateIdentities identities, Provisions provisions, KeyRing keys, HubAddresses addresses, DesiredNotices notices,
    FleetRegistry fleet, ILogger<ClaimTaker> logger)
{
    /// <summary>An answer that was lost is asked for again within seconds; a gate without power within a day.</summary>
    private static readonly TimeSpan Retry = TimeSpan.FromDays(1);
    private const int MaxMachine = 100;
    private const int MaxSoftware = 50;

    /// <summary>Judges the request, and grants.</summary>
    /// <param name="id">Name of the claim.</param>
    /// <param name="body">The request, byte for byte.</param>
    /// <param name="proof">Of the gate; null = none was sent.</param>
    /// <param name="hubCertificate">SHA-256 of the certificate that was shown to it.</param>
    /// <param name="cancellation">Ends the wait for the store.</param>
    /// <returns>The answer and, with a grant, its bytes and the hub's proof.</returns>
    internal async Task<(ClaimAnswer Answer, byte[]? Body, string? Proof)> TakeAsync(
        string id, byte[] body, string? proof, byte[] hubCertificate, CancellationToken cancellation)
    {
        var claim = store.Read(db => Claims.Find(db, id));
        if (claim is null)
            return (Refuse(id, EnrolmentReasons.Unknown), null, null);
        if (!EnrolmentProof.AreEqual(EnrolmentProof.OfGate(claim.Key, hubCertificate, body), proof))
            return (await CountWrongAsync(claim, cancellation), null, null);
        if (RequestingGate.Read(body, MaxMachine, MaxSoftware) is not { } gate)
            return (Refuse(id, EnrolmentReasons.Malformed), null, null);
        try
        {
            // What cannot be had is found out before the claim is used up.
            keys.Deliver(claim.Order.Site);
            var answer = await UseAsync(id, gate, cancellation);
            if (answer.Taken is not { } taken)
                return (answer, null, null);
            await TellAsync(id, taken);
            var grant = JsonSerializer.SerializeToUtf8Bytes(Grant(taken, claim), EnrolmentJson.Default.EnrolmentGrant);
            return (answer, grant, EnrolmentProof.OfHub(claim.Key, body, grant));
        }
        catch (Exception e) when (e is KeysException or AuthorityException or DatabaseException)
        {
            Log.CannotGrant(logger, e.Message);
            return (ClaimAnswer.Refuse(EnrolmentReasons.Busy), null, null);
        }
    }

    private async Task<ClaimAnswer> CountWrongAsync(ClaimRow claim, CancellationToken cancellation)
    {
        ClaimRow? after = null;
        await store.WriteAsync(db =>
        {
            var now = time.GetUtcNow();
            after = null;
            if (Claims.Find(db, claim.Id)?.Status(now.ToUnixTimeMilliseconds()) != ClaimStatus.Waiting)
                return;
            Claims.Fail(db, claim.Id);
            after = Claims.Find(db, claim.Id)!;
            AuditLog.Add(db, now, new AuditEntry(
                new Actor("claim:" + claim.Id), AuditActions.ClaimTaken, claim.Order.Gate, EnrolmentReasons.Wrong,
                Place: claim.Order.Site));
            if (after.Failures < options.Value.MaxFailures)
                return;
            Claims.Withdraw(db, "id", claim.Id, now.ToUnixTimeMilliseconds());
            AuditLog.Add(db, now, new AuditEntry(
                Actor.Hub, AuditActions.CodeWithdrawn, claim.Id, Detail: $"{after.Failures} wrong proofs",
                Place: claim.Order.Site));
        }, cancellation);
        if (after is { } failed && failed.Failures >= options.Value.MaxFailures)
            Log.TriedTooOften(logger, claim.Id, failed.Failures);
        return Refuse(claim.Id, EnrolmentReasons.Wrong);
    }

    private async Task<ClaimAnswer> UseAsync(string id, RequestingGate gate, CancellationToken cancellation)
    {
        ClaimAnswer? answer = null;
        AuthorityException? trouble = null;
        await store.WriteAsync(db =>
        {
            trouble = null;
            try
            {
                answer = Use(db, id, gate);
            }
            catch (AuthorityException e)
            {
                trouble = e; // Nothing is written yet; thrown here it would be the store's trouble.
            }
        }, cancellation);
        if (trouble is not null)
            throw trouble;
        if (answer!.Refusal is { } refusal)
            Log.Refused(logger, id, refusal.Reason);
        return answer;
    }

    private ClaimAnswer Use(Database db, string id, RequestingGate gate)
    {
        var at = time.GetUtcNow();
        var now = at.ToUnixTimeMilliseconds();
        if (Claims.Find(db, id) is not { } claim)
            return ClaimAnswer.Refuse(EnrolmentReasons.Unknown);
        return claim.Status(now) switch
        {
            ClaimStatus.Used => Again(db, claim.Use!, gate, now),
            ClaimStatus.Withdrawn => ClaimAnswer.Refuse(EnrolmentReasons.Withdrawn, claim.WithdrawnAt),
            ClaimStatus.Expired => ClaimAnswer.Refuse(EnrolmentReasons.Expired, claim.ExpiresAt),
            _ => Enrol(db, claim, gate, at),
        };
    }

    private static ClaimAnswer Again(Database db, ClaimUse use, RequestingGate gate, long now)
    {
        var isSame = use.Key.AsSpan().SequenceEqual(gate.Key) && now - use.At < (long)Retry.TotalMilliseconds
            && IsGood(db, use.Serial);
        return isSame
            ? ClaimAnswer.Grant(new TakenClaim(use.Gate, use.Pem, Fingerprint.Of(use.Key), IsFirst: false, 0))
            : ClaimAnswer.Refuse(EnrolmentReasons.Used, use.At, use.Gate);
    }

    private static bool IsGood(Database db, string serial)
    {
        using var row = db.Prepare("SELECT 1 FROM certificate WHERE serial = ? AND revoked_at IS NULL");
        return row.Bind(1, serial).Step();
    }

    private ClaimAnswer Enrol(Database db, ClaimRow claim, RequestingGate gate, DateTimeOffset at)
    {
        var (order, now) = (claim.Order, at.ToUnixTimeMilliseconds());
        var id = order.Gate ?? EnrolledGates.NextFree(db, order.Site, now);
        if (!order.Replaces && EnrolledGates.Find(db, id) is { WasEnrolled: true })
            return ClaimAnswer.Refuse(EnrolmentReasons.Withdrawn);
        var issued = authority.IssueGate(id, gate.Csr);
        var revoked = order.Replaces ? GateIdentities.Revoke(db, id, "replaced", at) : [];
        EnrolledGates.Enrol(db, id, order, now);
        GateIdentities.Keep(db, issued, at);
        Claims.Use(db, claim.Id, new ClaimUse(now, id, issued.Serial, gate.Key, issued.Pem, gate.Machine));
        AuditLog.Add(db, at, new AuditEntry(new Actor("claim:" + claim.Id), AuditActions.ClaimTaken, id, Detail:
            $"{ClaimRules.InWords(order, 1)}; key {issued.Fingerprint}; software {gate.Software}", Place: order.Site));
        if (revoked.Count > 0)
        {
            AuditLog.Add(db, at, new AuditEntry(
                new Actor("claim:" + claim.Id), AuditActions.Revoked, id, Detail: $"replaced; {revoked.Count} certificates",
                Place: order.Site));
        }
        return ClaimAnswer.Grant(new TakenClaim(id, issued.Pem, issued.Fingerprint, IsFirst: true, revoked.Count));
    }

    /// <summary>After the commit: nothing here may be left out because the gate went away.</summary>
    private async Task TellAsync(string id, TakenClaim taken)
    {
        if (!taken.IsFirst)
            return;
        Log.Enrolled(logger, taken.Gate, id, taken.Fingerprint);
        if (taken.Revoked > 0)
            await identities.ApplyAsync(CancellationToken.None);
        fleet.OnEnrolled(taken.Gate);
        notices.Changed([taken.Gate]);
    }

    private EnrolmentGrant Grant(TakenClaim taken, ClaimRow claim) => new(
        taken.Gate, claim.Order.Label, taken.Pem, authority.Root.ExportCertificatePem() + "\n", addresses.Mqtt,
        addresses.Https,
        time.GetUtcNow().ToUnixTimeMilliseconds(),
        provisions.Of(taken.Gate) ?? throw new DatabaseException($"Gate {taken.Gate} is in service no more."));

    private ClaimAnswer Refuse(string id, string reason)
    {
        // What was asked for may be anything; only the name of a claim is fit for the log.
        Log.Refused(logger, Base64Url.IsValid(id) && id.Length == EnrolmentCode.IdLength ? id : "?", reason);
        return ClaimAnswer.Refuse(reason);
    }
}
