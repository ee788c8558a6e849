using CheckIn.Enrolment;
using CheckIn.Hub.Audit;
using CheckIn.Hub.Authority;
using CheckIn.Hub.Broker;
using CheckIn.Hub.Events;
using CheckIn.Storage;
using Microsoft.Extensions.Options;

namespace CheckIn.Hub.Enrolment;

/// <summary>
/// A gate's next certificate, for a new key, while the one it has is still good and stays so to its end. A gate that
/// asks again and again has that many in force at most.
/// </summary>
internal sealed class Renewals(
    EventStore store, CertificateAuthority authority, IOptions<BrokerOptions> broker, TimeProvider time,
    ILogger<Renewals> logger)
{
    private const int MostInForce = 16;

    /// <returns>A certificate, or the reason why not.</returns>
    internal async Task<(RenewalGrant? Grant, string? Reason)> RenewAsync(string gate, string csr)
    {
        // Of another authority's certificates the hub can make none.
        if (broker.Value.TlsClientAuthority is not null)
            return (null, EnrolmentReasons.Unknown);
        try
        {
            var issued = authority.IssueGate(gate, Convert.FromBase64String(csr));
            var isKept = false;
            await store.WriteAsync(db => isKept = Keep(db, issued), CancellationToken.None);
            if (!isKept)
                return (null, EnrolmentReasons.Busy);
            Log.Renewed(logger, gate, issued.Fingerprint, issued.NotAfter);
            return (new RenewalGrant(issued.Pem, authority.Root.ExportCertificatePem() + "\n"), null);
        }
        catch (FormatException)
        {
            return (null, EnrolmentReasons.Malformed);
        }
        catch (Exception e) when (e is AuthorityException or DatabaseException)
        {
            Log.CannotGrant(logger, e.Message);
            return (null, EnrolmentReasons.Busy);
        }
    }

    private bool Keep(Database db, IssuedCertificate issued)
    {
        var now = time.GetUtcNow();
        if (InForce(db, issued.Gate, now.ToUnixTimeMilliseconds()) >= MostInForce)
            return false;
        GateIdentities.Keep(db, issued, now);
        AuditLog.Add(db, now, new AuditEntry(
            new Actor("gate:" + issued.Gate), AuditActions.CertificateRenewed, issued.Gate, Detail: $"key {issued.Fingerprint}",
            Place: AuditPlaces.OfGate(db, issued.Gate)));
        return true;
    }

    private static long InForce(Database db, string gate, long now)
    {
        using var row = db.Prepare("""
            SELECT count(*) FROM certificate JOIN gate ON gate.id = certificate.gate
            WHERE name = ? AND revoked_at IS NULL AND not_after > ?
            """);
        row.Bind(1, gate).Bind(2, now).Step();
        return row.Int64(0);
    }
}
