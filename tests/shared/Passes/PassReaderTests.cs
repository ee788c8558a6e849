using System.Security.Cryptography;
using System.Text;
using CheckIn.Credentials;
using CheckIn.Fixtures;
using CheckIn.Passes;

namespace CheckIn.Shared.Tests.Passes;

public sealed class PassReaderTests : IDisposable
{
    private static readonly DateTimeOffset Now = SyntheticPasses.Now;
    private readonly SyntheticPasses _passes = new();

    public void Dispose() => _passes.Dispose();

    [Fact]
    public void A_pass_says_what_the_issuer_signed()
    {
        var pass = SyntheticPasses.Static() with
        {
            Category = "khach-vip",
            NotBefore = Now.AddHours(-2),
            Scope = new PassScope(IsNode: false, "cho-binh-an"),
        };
        var read = _passes.Read(_passes.Code(pass));
        Assert.Equal((CredentialProof.Valid, pass, null), (read.Proof, read.Pass, read.Step));
        Assert.Equal("pass:" + pass.Id, read.Pass!.Subject);
    }

    [Theory]
    [InlineData(PassCategories.Staff)]
    [InlineData(PassCategories.Visitor)]
    [InlineData(PassCategories.Deliverer)]
    [InlineData("a")]
    [InlineData("abcdefghijklmnopqrstuvwx")]
    public void Every_category_comes_back(string category) => Assert.Equal(
        category, _passes.Read(_passes.Code(SyntheticPasses.Static() with { Category = category })).Pass?.Category);

    [Theory]
    [InlineData("")]
    [InlineData("Staff")]
    [InlineData("nhân-viên")]
    [InlineData("abcdefghijklmnopqrstuvwxy")]
    public void No_other_word_is_a_category(string word) =>
        Assert.Throws<ArgumentException>(() => _passes.Code(SyntheticPasses.Static() with { Category = word }));

    /// <summary>The sizes that the documents state; a code that grows is a card that is harder to read.</summary>
    [Fact]
    public void Codes_are_as_short_as_it_is_said()
    {
        Assert.Equal(174, _passes.Code(SyntheticPasses.Static()).Length);
        Assert.Equal(343, _passes.Shown(_passes.Rotating(), Now).Length);
    }

    [Fact]
    public void A_code_is_in_the_alphanumeric_set_and_ends_with_no_blank()
    {
        for (var i = 0; i < 200; i++)
        {
            var code = _passes.Code(SyntheticPasses.Static());
            Assert.All(code, static c => Assert.Contains(c, "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"));
            Assert.NotEqual(' ', code[^1]);
        }
    }

    [Fact]
    public void What_scanners_append_is_passed_over() =>
        Assert.Equal(CredentialProof.Valid, _passes.Read(_passes.Code(SyntheticPasses.Static()) + "\r\n").Proof);

    [Fact]
    public void Every_flipped_bit_of_a_static_pass_makes_it_no_pass() =>
        AssertNoFlipIsTaken(_passes.Code(SyntheticPasses.Static()));

    [Fact]
    public void Every_flipped_bit_of_a_rotating_code_makes_it_no_pass() =>
        AssertNoFlipIsTaken(_passes.Shown(_passes.Rotating(), Now));

    [Fact]
    public void Every_cut_of_a_code_makes_it_no_pass()
    {
        foreach (var code in (string[])[_passes.Code(SyntheticPasses.Static()), _passes.Shown(_passes.Rotating(), Now)])
        {
            for (var length = 0; length < code.Length; length++)
                Assert.NotEqual(CredentialProof.Valid, _passes.Read(code[..length]).Proof);
        }
    }

    [Fact]
    public void A_pass_of_somebody_elses_key_is_of_no_known_key()
    {
        using var other = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        Assert.Equal(new PassReading(CredentialProof.NoKey), _passes.Read(PassCode.Sign(SyntheticPasses.Static(), other)));
    }

    [Fact]
    public void A_pass_that_names_the_right_key_and_is_signed_by_another_is_forged()
    {
        using var other = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var bytes = BytesOf(PassCode.Sign(SyntheticPasses.Static(), other));
        var kid = PassKeys.KidOf(other);
        PassKeys.KidOf(_passes.Issuer).CopyTo(bytes.AsSpan(bytes.AsSpan().IndexOf(kid)));
        Assert.Equal(new PassReading(CredentialProof.BadSignature), _passes.Read(PassCode.Write(bytes)));
    }

    [Fact]
    public void A_pass_ends_and_begins_when_it_says()
    {
        var pass = SyntheticPasses.Static() with { NotBefore = Now.AddHours(1), ExpiresAt = Now.AddHours(2) };
        var code = _passes.Code(pass);
        Assert.Equal(CredentialProof.NotYetValid, _passes.Read(code).Proof);
        Assert.Equal(CredentialProof.NotYetValid, _passes.Read(code, Now.AddHours(1).AddSeconds(-1)).Proof);
        Assert.Equal(CredentialProof.Valid, _passes.Read(code, Now.AddHours(1)).Proof);
        Assert.Equal(CredentialProof.Valid, _passes.Read(code, Now.AddHours(2).AddSeconds(-1)).Proof);
        var ended = _passes.Read(code, Now.AddHours(2));
        Assert.Equal((CredentialProof.Expired, pass), (ended.Proof, ended.Pass));
    }

    [Fact]
    public void A_pass_just_issued_by_a_clock_ahead_of_the_gates_is_taken()
    {
        var code = _passes.Code(SyntheticPasses.Static() with { IssuedAt = Now });
        Assert.Equal(CredentialProof.Valid, _passes.Read(code, Now - PassReader.ClockDifference).Proof);
        Assert.Equal(
            CredentialProof.NotYetValid, _passes.Read(code, Now - PassReader.ClockDifference - TimeSpan.FromSeconds(1)).Proof);
    }

    [Fact]
    public void A_revoked_pass_is_known_and_refused()
    {
        var (pass, other) = (SyntheticPasses.Static(), SyntheticPasses.Static());
        var list = RevocationList.Parse(RevocationList.Write(1, Now, [pass.Id.Short]));
        var trust = new PassTrust(_passes.Keys, list);
        Assert.Equal((CredentialProof.Revoked, pass.Id),
            _passes.Read(_passes.Code(pass), trust: trust) is var read ? (read.Proof, read.Pass!.Id) : default);
        Assert.Equal(CredentialProof.Valid, _passes.Read(_passes.Code(other), trust: trust).Proof);
    }

    [Fact]
    public void Nobody_is_believed_before_a_list_of_keys_has_come() => Assert.Equal(
        CredentialProof.NoKey, _passes.Read(_passes.Code(SyntheticPasses.Static()), trust: PassTrust.None).Proof);

    [Fact]
    public void Passes_of_the_last_key_and_of_the_next_are_good_side_by_side()
    {
        using var next = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var keys = SyntheticPasses.KeysOf(_passes.Issuer, next);
        var trust = new PassTrust(keys, RevocationList.None);
        Assert.Equal(CredentialProof.Valid, _passes.Read(_passes.Code(SyntheticPasses.Static()), trust: trust).Proof);
        Assert.Equal(CredentialProof.Valid, _passes.Read(PassCode.Sign(SyntheticPasses.Static(), next), trust: trust).Proof);
    }

    [Fact]
    public void A_key_is_believed_neither_of_before_its_time_nor_after_it()
    {
        using var keys = PassKeys.Parse(PassKeys.Write(new PassKeysDocument(
            2, Now.ToUnixTimeSeconds(), [PassKeys.EntryOf(_passes.Issuer, Now.AddDays(-2), Now.AddDays(30))])));
        var trust = new PassTrust(keys, RevocationList.None);
        var early = SyntheticPasses.Static() with { IssuedAt = Now.AddDays(-2).AddSeconds(-1) };
        Assert.Equal(CredentialProof.NoKey, _passes.Read(_passes.Code(early), trust: trust).Proof);
        var code = _passes.Code(SyntheticPasses.Static());
        Assert.Equal(CredentialProof.Valid, _passes.Read(code, Now.AddDays(30).AddSeconds(-1), trust).Proof);
        Assert.Equal(CredentialProof.NoKey, _passes.Read(code, Now.AddDays(30), trust).Proof);
    }

    private void AssertNoFlipIsTaken(string code)
    {
        var bytes = BytesOf(code);
        for (var bit = 0; bit < bytes.Length * 8; bit++)
        {
            bytes[bit / 8] ^= (byte)(1 << (bit % 8));
            var proof = _passes.Read(PassCode.Write(bytes)).Proof;
            Assert.True(
                proof is CredentialProof.BadSignature or CredentialProof.Malformed or CredentialProof.NoKey,
                $"bit {bit}: {proof}");
            bytes[bit / 8] ^= (byte)(1 << (bit % 8));
        }
    }

    private static byte[] BytesOf(string code)
    {
        var into = new byte[code.Length];
        Assert.True(Base45.TryDecode(Encoding.ASCII.GetBytes(code[PassCode.Prefix.Length..]), into, out var written));
        return into[..written];
    }
}
