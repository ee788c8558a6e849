using System.Text;
using CheckIn.Credentials;
using CheckIn.Credentials.Health;
using CheckIn.Fixtures;

namespace CheckIn.Shared.Tests.Credentials.Health;

public sealed class HealthCertificateTests : IDisposable
{
    private static readonly DateTimeOffset Now = SyntheticHealth.Now;
    private const string TooLarge = "it is too large when inflated";
    private readonly SyntheticHealth _health = new();

    public void Dispose() => _health.Dispose();

    [Theory]
    [InlineData(true, ""), InlineData(false, ""), InlineData(true, "\r\n")]
    public void A_good_certificate_is_valid_and_gives_what_an_event_needs_and_no_more(bool isCompressed, string end)
    {
        var read = Read(_health.Code(isCompressed: isCompressed) + end);
        Assert.Equal(
            (CredentialProof.Valid, null, "hcert:URN:UVCI:01:VN:TEST0001#A"), (read.Proof, read.Problem, read.Subject));
        Assert.Equal(new Dictionary<string, string> { ["name"] = "Nguyễn Văn Thử", ["birth"] = "1999-01-01" }, read.Personal);
        var credential = read.ToCredential(7);
        Assert.Equal(new(CredentialKind.HealthCertificate, read.Subject, null, read.Personal, 7), credential);
    }

    [Fact]
    public void Each_result_is_told_from_the_others()
    {
        var code = _health.Code();
        using var other = new SyntheticHealth();
        var trust = _health.Trust;
        Assert.Equal(CredentialProof.NoKey, Read(code, new(1, Now, [])).Proof);
        var stale = Now - TrustList.StaleAfter - TimeSpan.FromSeconds(1);
        Assert.Equal(CredentialProof.ListTooOld, Read(code, new(1, stale, [])).Proof);
        Assert.Equal(CredentialProof.ListTooOld, Read(code, TrustList.None).Proof);
        Assert.Equal(CredentialProof.BadSignature, Read(code, other.Trust).Proof);
        Assert.Equal(CredentialProof.Expired, Read(code, trust, Now.AddYears(1).AddSeconds(1)).Proof);
        Assert.Equal(CredentialProof.Valid, Read(code, trust, Now.AddYears(1)).Proof);
        Assert.Equal(CredentialProof.NotYetValid, Read(code, trust, Now.AddHours(-1).AddSeconds(-1)).Proof);
        Assert.Equal(CredentialProof.Valid, Read(code, trust, Now.AddHours(-1)).Proof);
        Assert.Equal(CredentialProof.Malformed, Read(code[..^60], trust).Proof);
    }

    [Fact]
    public void An_old_list_still_proves_what_its_keys_have_signed() =>
        Assert.Equal(CredentialProof.Valid, Read(_health.Code(), new(1, Now.AddDays(-30), [_health.Key])).Proof);

    [Fact]
    public void A_key_is_good_within_its_own_certificate_alone()
    {
        var (code, key) = (_health.Code(), _health.Key);
        Assert.Equal(CredentialProof.Expired, Read(code, new(1, Now, [key with { NotAfter = Now.AddSeconds(-1) }])).Proof);
        Assert.Equal(CredentialProof.NotYetValid, Read(code, new(1, Now, [key with { NotBefore = Now.AddSeconds(1) }])).Proof);
    }

    [Fact]
    public void Several_keys_may_go_by_one_name()
    {
        using var other = new SyntheticHealth();
        var longer = _health.Key with { KeyId = "issuer-12"u8.ToArray() };
        Assert.Equal(CredentialProof.Valid, Read(_health.Code(), new(1, Now, [other.Key, _health.Key, longer])).Proof);
        Assert.Equal(CredentialProof.NoKey, Read(_health.Code(), new(1, Now, [longer])).Proof);
    }

    // Test, vaccination, recovery; the second arc is that of early certificates.
    [Theory]
    [InlineData("1.3.6.1.4.1.1847.2021.1.1", false), InlineData("1.3.6.1.4.1.1847.2021.1.2", true)]
    [InlineData("1.3.6.1.4.1.1847.2021.1.3", false), InlineData("1.3.6.1.4.1.0.1847.2021.1.2", true)]
    [InlineData("1.3.6.1.4.1.0.1847.2021.1.1", false), InlineData("1.3.6.1.5.5.7.3.2", false)]
    public void A_key_states_only_what_its_usages_allow(string usage, bool isGood)
    {
        var read = Read(_health.Code(), new(1, Now, [_health.Key with { Usages = [usage] }]));
        Assert.Equal((isGood ? CredentialProof.Valid : CredentialProof.NoKey, isGood), (read.Proof, read.Subject is not null));
    }

    [Fact]
    public void Nobody_is_named_before_the_signature_fits()
    {
        using var other = new SyntheticHealth();
        foreach (var trust in new[] { other.Trust, TrustList.None, new TrustList(1, Now, []) })
        {
            var read = Read(_health.Code(), trust);
            Assert.Equal((null, 0), (read.Subject, read.Personal.Count));
            Assert.NotNull(read.Problem);
        }
    }

    [Fact]
    public void Who_is_too_late_or_too_early_is_named_all_the_same() =>
        Assert.NotNull(Read(_health.Code(), _health.Trust, Now.AddYears(3)).Subject);

    [Theory]
    [InlineData("1999"), InlineData("1999-01"), InlineData(""), InlineData("1999-01-01T00:00:00"), InlineData("2026-03-01")]
    public void A_birth_may_be_known_in_part(string birth) =>
        Assert.Equal(CredentialProof.Valid, ReadStatement(SyntheticHealth.Vaccination(birth)).Proof);

    [Theory]
    [InlineData("1815-08-24"), InlineData("2027-01-01"), InlineData("2100"), InlineData("19990101"), InlineData("1999-1-1")]
    [InlineData("T00"), InlineData("01.01.1999"), InlineData("1999-01-01-01"), InlineData("1999-01-01\n"), InlineData("١٩٩٩")]
    public void A_birth_that_is_none_is_malformed(string birth) =>
        Assert.Equal(CredentialProof.Malformed, ReadStatement(SyntheticHealth.Vaccination(birth)).Proof);

    [Theory]
    [InlineData("Nguyễn", "nguyen"), InlineData("Nguyễn", "NGUYEN 1"), InlineData("\u0007Nguyễn", "NGUYEN")]
    [InlineData("\U0001F600", "NGUYEN"), InlineData("Nguyễn\uFFFE", "NGUYEN")]
    public void A_name_that_is_none_is_malformed(string family, string latin) => Assert.Equal(
        "its name is none", ReadStatement(SyntheticHealth.Vaccination(family: family, latin: latin)).Problem);

    [Fact]
    public void A_name_has_at_most_eighty_characters()
    {
        HealthCertificate Named(int length) => ReadStatement(SyntheticHealth.Vaccination(family: new string('ễ', length)));
        Assert.Equal(CredentialProof.Valid, Named(80).Proof);
        Assert.Equal(CredentialProof.Malformed, Named(81).Proof);
    }

    [Theory]
    [InlineData("a0"), InlineData("a163766572"), InlineData("80"), InlineData("f6"), InlineData("a161768100")]
    [InlineData("a1617680"), InlineData("a1617681a0"), InlineData("a16174a0")]
    public void A_statement_that_states_nothing_is_malformed(string statement) => Assert.Equal(
        CredentialProof.Malformed, ReadStatement(Convert.FromHexString(statement)).Proof);

    [Fact]
    public void A_statement_of_two_things_is_malformed_and_null_is_no_thing()
    {
        var one = SyntheticHealth.Vaccination();
        // The first byte is the head of a map of four members; a fifth and a sixth stand before them.
        Assert.Equal(
            CredentialProof.Valid, ReadStatement([0xA6, 0x61, (byte)'t', 0xF6, 0x61, (byte)'r', 0xF6, .. one[1..]]).Proof);
        var entry = one.AsSpan(one.AsSpan().LastIndexOf((ReadOnlySpan<byte>)[0x61, (byte)'v', 0x81]) + 2).ToArray();
        Assert.Equal(CredentialProof.Malformed, ReadStatement([0xA5, 0x61, (byte)'r', .. entry, .. one[1..]]).Proof);
        Assert.Equal(CredentialProof.Malformed, ReadStatement([0xA5, 0x61, (byte)'v', .. entry, .. one[1..]]).Proof);
    }

    [Fact]
    public void Claims_without_an_end_or_a_certificate_are_malformed()
    {
        foreach (var claims in new[] { "a0", "a1041a70000000", "a1390103a101a0", "80", "" })
            Assert.Equal(CredentialProof.Malformed, Read(_health.Code(Convert.FromHexString(claims))).Proof);
    }

    [Theory]
    [InlineData("HC1:"), InlineData("HC1:a"), InlineData("HC1:::"), InlineData("HC2:NCF"), InlineData("")]
    [InlineData("HC1:BB8"), InlineData("HC1:6BF")]
    public void What_is_no_certificate_is_malformed(string code) =>
        Assert.Equal(CredentialProof.Malformed, Read(code).Proof);

    [Fact]
    public void Every_truncation_of_what_is_signed_is_malformed_and_names_nobody()
    {
        var claims = SyntheticHealth.Claims();
        for (var length = 0; length < claims.Length; length++)
        {
            var read = HealthCertificate.ReadMessage(_health.Sign(claims[..length]), _health.Trust, Now);
            Assert.Equal((CredentialProof.Malformed, null), (read.Proof, read.Subject));
        }
    }

    /// <summary>A megabyte of zeros fits into a code; what it costs is the buffer that any certificate has.</summary>
    [Fact]
    public void A_bomb_stops_at_the_bound_without_costing_what_it_would_be()
    {
        var bomb = SyntheticHealth.Wrap(new byte[1_000_000]);
        Assert.True(bomb.Length < CredentialReader.MaxBytes);
        Assert.Equal(TooLarge, Read(bomb).Problem);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Read(bomb);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 4 * HealthEnvelope.MaxBytes);
        Assert.Equal(TooLarge, Read(SyntheticHealth.Wrap(new byte[HealthEnvelope.MaxBytes + 1])).Problem);
        Assert.NotEqual(TooLarge, Read(SyntheticHealth.Wrap(new byte[HealthEnvelope.MaxBytes])).Problem);
    }

    /// <summary>RFC 1950 section 2.2, FDICT: nobody knows that dictionary.</summary>
    [Fact]
    public void Compression_that_asks_for_a_dictionary_is_broken() => Assert.Equal(
        "its compression is broken",
        Read(SyntheticHealth.Wrap([0x78, 0x20, 0, 0, 0, 1, 3, 0, 0, 0, 0, 1], isCompressed: false)).Problem);

    [Fact]
    public void Any_byte_of_a_code_changed_never_proves_anything_else_and_never_throws()
    {
        var (code, random) = (Encoding.ASCII.GetBytes(_health.Code()), new Random(1));
        var whole = HealthCertificate.Read(code, _health.Trust, Now);
        for (var i = 0; i < 3000; i++)
        {
            var changed = (byte[])code.Clone();
            changed[random.Next(changed.Length)] = (byte)random.Next(256);
            var read = HealthCertificate.Read(changed, _health.Trust, Now);
            // Compression has bits that mean nothing: another code of the same message is the same certificate.
            Assert.True(read.Proof != CredentialProof.Valid || read.Subject == whole.Subject);
        }
    }

    [Fact]
    public void Problems_name_nobody()
    {
        foreach (var at in new[] { Now, Now.AddYears(5), Now.AddYears(-5) })
        {
            var problem = Read(_health.Code(), _health.Trust, at).Problem ?? "";
            Assert.DoesNotContain(problem, char.IsDigit);
            Assert.DoesNotContain("Thử", problem, StringComparison.Ordinal);
        }
    }

    private HealthCertificate ReadStatement(byte[] statement) => Read(_health.Code(SyntheticHealth.Claims(statement)));

    private HealthCertificate Read(string code, TrustList? trust = null, DateTimeOffset? now = null) =>
        HealthCertificate.Read(Encoding.UTF8.GetBytes(code), trust ?? _health.Trust, now ?? Now);
}
