using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using CheckIn.Credentials.Cose;
using CheckIn.Credentials.Health;
using CheckIn.Fixtures;

namespace CheckIn.Shared.Tests.Credentials.Health;

public sealed class TrustListTests : IDisposable
{
    private static readonly DateTimeOffset Now = SyntheticHealth.Now;
    private readonly SyntheticHealth _health = new();

    public void Dispose() => _health.Dispose();

    [Fact]
    public void A_list_comes_back_as_it_was_written()
    {
        var list = TrustList.Parse(_health.Trust.ToJson());
        var (key, made) = (list.Keys[0], _health.Key);
        Assert.Equal((1, Now.AddMinutes(-1), 1), (list.Version, list.IssuedAt, list.Keys.Count));
        Assert.Equal((made.NotBefore, made.NotAfter, HealthUsages.Vaccination), (key.NotBefore, key.NotAfter, key.Statements));
        Assert.Equal(made.KeyId, key.KeyId);
        Assert.Equal(made.PublicKey, key.PublicKey);
        Assert.Equal(made.Usages, key.Usages);
    }

    [Theory]
    [InlineData("{}"), InlineData("null"), InlineData("[]"), InlineData("")]
    [InlineData("{\"version\":1,\"issuedAt\":\"2026-03-01T00:00:00Z\"}")]
    [InlineData("{\"version\":-1,\"issuedAt\":\"2026-03-01T00:00:00Z\",\"keys\":[]}")]
    [InlineData("{\"version\":1,\"issuedAt\":\"yesterday\",\"keys\":[]}")]
    [InlineData("{\"version\":1,\"version\":2,\"issuedAt\":\"2026-03-01T00:00:00Z\",\"keys\":[]}")]
    [InlineData("{\"version\":1,\"issuedAt\":\"2026-03-01T00:00:00Z\",\"keys\":[null]}")]
    [InlineData("{\"version\":1,\"issuedAt\":\"2026-03-01T00:00:00Z\",\"keys\":[]} x")]
    public void What_is_no_list_is_refused(string json) =>
        Assert.Throws<FormatException>(() => TrustList.Parse(Encoding.UTF8.GetBytes(json)));

    [Fact]
    public void One_key_that_cannot_be_used_refuses_the_list_and_is_named()
    {
        var good = _health.Key;
        foreach (var bad in new[]
        {
            good with { KeyId = [] }, good with { KeyId = new byte[33] }, good with { NotAfter = good.NotBefore.AddTicks(-1) },
            good with { PublicKey = [] }, good with { PublicKey = good.PublicKey[..^1] },
            good with { Usages = [.. Enumerable.Repeat("1.2", 17)] }, good with { Usages = [""] },
        })
        {
            var refused = Assert.Throws<FormatException>(() => new TrustList(1, Now, [good, bad]));
            Assert.Contains("key 1", refused.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_list_is_bounded()
    {
        Assert.Throws<FormatException>(() => TrustList.Parse(new byte[TrustList.MaxBytes + 1]));
        Assert.Throws<FormatException>(() => new TrustList(1, Now, new TrustedKey[TrustList.MaxKeys + 1]));
        var same = Enumerable.Repeat(_health.Key, TrustList.MaxKeysOfId).ToArray();
        Assert.Equal(TrustList.MaxKeysOfId, new TrustList(1, Now, same).Keys.Count);
        Assert.Throws<FormatException>(() => new TrustList(1, Now, [.. same, _health.Key]));
    }

    [Theory]
    [InlineData(0), InlineData(-5)]
    public void A_certificate_whose_serial_number_is_not_positive_is_read(int serial)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=Signer", key, HashAlgorithmName.SHA256);
        var read = SignerCertificate.Read(Certificate(request, (sbyte)serial));
        Assert.Equal((Now.AddDays(-1), Now.AddDays(1)), (read.NotBefore, read.NotAfter));
        Assert.Equal(key.ExportSubjectPublicKeyInfo(), read.PublicKey);
        Assert.Equal((8, HealthUsages.All), (read.KeyId.Length, read.Statements));
    }

    [Fact]
    public void A_certificate_names_what_its_key_may_state()
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=Signer", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pss);
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension(
            [new("1.3.6.1.4.1.1847.2021.1.1"), new("1.3.6.1.4.1.0.1847.2021.1.3")], critical: true));
        var certificate = Certificate(request, 1);
        var read = SignerCertificate.Read(certificate);
        Assert.Equal(HealthUsages.Test | HealthUsages.Recovery, read.Statements);
        Assert.Equal(SHA256.HashData(certificate)[..8], read.KeyId);
        CoseKey.Import(read.PublicKey).Dispose();
    }

    [Fact]
    public void No_truncation_of_a_certificate_is_one()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var certificate = Certificate(new CertificateRequest("CN=Signer", key, HashAlgorithmName.SHA256), 1);
        for (var length = 0; length < certificate.Length; length++)
            Assert.Throws<FormatException>(() => SignerCertificate.Read(certificate.AsMemory(0, length)));
    }

    [Fact]
    public void Keys_of_other_curves_and_short_ones_are_refused()
    {
        using var larger = ECDsa.Create(ECCurve.NamedCurves.nistP384);
        using var shorter = RSA.Create(1024);
        using var good = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var off = good.ExportSubjectPublicKeyInfo();
        off[^1] ^= 1;
        byte[][] keys = [larger.ExportSubjectPublicKeyInfo(), shorter.ExportSubjectPublicKeyInfo(), off, new byte[5000]];
        Assert.All(keys, static key => Assert.Throws<FormatException>(() => CoseKey.Import(key)));
    }

    private static byte[] Certificate(CertificateRequest request, sbyte serial)
    {
        using var issuer = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        // The framework makes no such serial number: the byte is changed afterwards, and nothing here checks who issued it.
        using var signed = request.Create(
            new X500DistinguishedName("CN=Root"), X509SignatureGenerator.CreateForECDsa(issuer), Now.AddDays(-1),
            Now.AddDays(1), [0x55]);
        var certificate = signed.RawData;
        certificate[certificate.AsSpan().IndexOf((ReadOnlySpan<byte>)[0x02, 0x01, 0x55]) + 2] = (byte)serial;
        return certificate;
    }
}
