using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using CheckIn.Gate.Clock;
using CheckIn.Gate.Enrolment;

namespace CheckIn.Gate.Identity;

/// <summary>
/// Another certificate, of another key, before the one in use ends (<see cref="GateCertificate.RenewalAt"/>). The
/// former one stays good to its end, so that neither a power cut between the hub's answer and the card nor a hub that
/// is restored from a backup leaves the gate with nothing. A connection that stands goes on.
/// </summary>
internal sealed class Renewal(
    HubDesk desk, HubAccess access, EnrolmentStore store, GateClock clock, ILogger<Renewal> logger)
{
    /// <summary>Renews when it is time for it; while nobody knows the time it is not.</summary>
    /// <exception cref="System.Security.Authentication.AuthenticationException">The gate's certificate cannot be
    /// used.</exception>
    internal async Task RenewIfDueAsync(CancellationToken cancellation)
    {
        if (access.Gate is not { } gate || access.Certificate is not { } own || clock.Stamp() is not { Quality: not null } now
            || DateTimeOffset.FromUnixTimeMilliseconds(now.At) < own.RenewalAt)
            return;
        try
        {
            await RenewAsync(gate, cancellation);
        }
        catch (Exception e) when (e is HttpRequestException or HubRefusedException or EnrolmentStoreException
            or CryptographicException or ArgumentException
            || (e is OperationCanceledException && !cancellation.IsCancellationRequested))
        {
            Log.NotRenewed(logger, e.Message, own.NotAfter);
        }
    }

    private async Task RenewAsync(EnrolledGate gate, CancellationToken cancellation)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var csr = new CertificateRequest("CN=checkin-gate", key, HashAlgorithmName.SHA256).CreateSigningRequest();
        var grant = await desk.RenewAsync(csr, cancellation);
        if (grant is { Certificate: null } or { Authority: null })
            throw new HubRefusedException("a part of its answer is missing");
        if (GrantCheck.Problem(gate.Gate, grant.Certificate, grant.Authority, key) is { } problem)
            throw new HubRefusedException(problem);
        var identity = new StoredIdentity(key.ExportPkcs8PrivateKeyPem(), grant.Certificate, grant.Authority);
        var renewed = GateCertificate.Of(identity);
        store.Renew(identity);
        access.Renewed(renewed);
        Log.Renewed(logger, renewed.Fingerprint, renewed.NotAfter);
    }
}
