using System.Diagnostics.Metrics;
using CheckIn.Hub.Events;

namespace CheckIn.Hub.Authority;

/// <summary>What is counted of certificates; meter <c>CheckIn.Hub.Certificates</c>. No label names a gate.</summary>
internal sealed class CertificateMetrics
{
    public const string MeterName = "CheckIn.Hub.Certificates";
    private readonly Counter<long> _refused;

    public CertificateMetrics(IMeterFactory meters)
    {
        Meter = meters.Create(MeterName);
        _refused = Meter.CreateCounter<long>(
            "checkin_certificates_refused_total", "{certificate}", "Certificates refused in the handshake, by reason");
    }

    public Meter Meter { get; }

    public void Refused(string reason) => _refused.Add(1, new KeyValuePair<string, object?>("reason", reason));

    /// <summary>Until the end of certificates in files, by what they are for.</summary>
    public void Watch(Func<IEnumerable<(string Name, TimeSpan Left)>> files) => Meter.CreateObservableGauge(
        "checkin_certificates_file_left_seconds", () => files().Select(one => Of(one.Name, one.Left.TotalSeconds)), "s",
        "Until the end of the certificates that somebody else renews");

    /// <summary>What is asked of the authority and the store when somebody looks.</summary>
    public void Watch(CertificateAuthority authority, GateIdentities identities, EventStore store, TimeProvider time)
    {
        Meter.CreateObservableGauge(
            "checkin_certificates_revoked", () => identities.RevokedCount, "{certificate}",
            "Certificates known to be revoked");
        Meter.CreateObservableGauge(
            "checkin_certificates_list_due", () => identities.IsListDue ? 1 : 0, "1",
            "1 while the revocation list on disk lacks something");
        Meter.CreateObservableGauge(
            "checkin_certificates_left_seconds", () => Left(authority, time.GetUtcNow()), "s",
            "Until the end of the root and of the issuing certificate");
        Meter.CreateObservableGauge(
            "checkin_certificates_gates", () => store.Read(db => GateEnds.Count(db, time.GetUtcNow())), "{gate}",
            "Gates by their certificate: good, due (it should have been renewed by now), ended");
    }

    private static IEnumerable<Measurement<double>> Left(CertificateAuthority authority, DateTimeOffset now)
    {
        if (!authority.Exists)
            yield break;
        yield return Of("root", (authority.Root.NotAfter - now).TotalSeconds);
        yield return Of("issuing", (authority.Issuing.NotAfter - now).TotalSeconds);
    }

    private static Measurement<double> Of(string certificate, double value) =>
        new(value, new KeyValuePair<string, object?>("certificate", certificate));
}
