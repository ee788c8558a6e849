using System.Security.Cryptography;
using System.Text;
using CheckIn.Contract;
using CheckIn.Credentials;
using CheckIn.Fixtures;
using CheckIn.Passes;

namespace CheckIn.Shared.Tests.Passes;

public sealed class RotatingCodeTests : IDisposable
{
    private static readonly DateTimeOffset StepBegins = DateTimeOffset.FromUnixTimeSeconds(
        RotatingStep.Of(SyntheticPasses.Now) * RotatingStep.Seconds);
    private readonly SyntheticPasses _passes = new();

    public void Dispose() => _passes.Dispose();

    [Fact]
    public void A_phone_and_a_gate_that_ask_nobody_agree()
    {
        var read = _passes.Read(_passes.Shown(_passes.Rotating(), SyntheticPasses.Now));
        Assert.Equal((CredentialProof.Valid, RotatingStep.Of(SyntheticPasses.Now)), (read.Proof, read.Step));
    }

    [Fact]
    public void A_photograph_is_dead_within_a_minute_whatever_the_clocks_within_their_bounds()
    {
        var tolerance = RotatingStep.PhoneTolerance;
        var error = RotatingStep.MostClockError;
        var code = _passes.Shown(_passes.Rotating(), StepBegins);
        var quality = new ClockQuality((long)error.TotalMilliseconds, 60);
        // A phone ahead by all that it may be shows the code first; a gate behind by all that it may be is the last to tell.
        var firstShown = StepBegins - tolerance;
        var told = firstShown.AddSeconds(60).AddMilliseconds(1) - error;
        Assert.Equal(CredentialProof.TooOld, Read(code, told, quality));
        // And whoever shows what his phone shows now is let in, however the clocks are within these.
        Assert.Equal(CredentialProof.Valid, Read(code, firstShown - error, quality));
        Assert.Equal(
            CredentialProof.Valid, Read(code, StepBegins.AddSeconds(RotatingStep.Seconds) + tolerance + error, quality));
    }

    [Theory]
    [InlineData(-11, CredentialProof.FromFuture)]
    [InlineData(-10, CredentialProof.Valid)]
    [InlineData(0, CredentialProof.Valid)]
    [InlineData(29, CredentialProof.Valid)]
    [InlineData(40, CredentialProof.Valid)]
    [InlineData(41, CredentialProof.TooOld)]
    [InlineData(86_400, CredentialProof.TooOld)]
    public void A_code_is_good_around_its_step_and_no_longer(int seconds, CredentialProof proof) => Assert.Equal(
        proof, Read(_passes.Shown(_passes.Rotating(), StepBegins), StepBegins.AddSeconds(seconds), new ClockQuality(0, 0)));

    [Fact]
    public void A_gate_that_is_not_sure_of_its_clock_says_so()
    {
        var code = _passes.Shown(_passes.Rotating(), StepBegins);
        Assert.Equal(CredentialProof.ClockUnsure, Read(code, StepBegins, null));
        Assert.Equal(CredentialProof.ClockUnsure, Read(code, StepBegins, new ClockQuality(5001, 9)));
        Assert.Equal(CredentialProof.Valid, Read(code, StepBegins, new ClockQuality(5000, 9)));
        Assert.Equal(CredentialProof.Valid, Read(code, StepBegins, new ClockQuality(100, 9, ClockSources.Hub)));
        Assert.Equal(CredentialProof.ClockUnsure, Read(code, StepBegins, new ClockQuality(100, 9, ClockSources.Local)));
    }

    [Fact]
    public void What_is_old_beyond_the_gates_doubt_is_old()
    {
        var code = _passes.Shown(_passes.Rotating(), StepBegins);
        var quality = new ClockQuality(60_000, 900);
        Assert.Equal(CredentialProof.ClockUnsure, Read(code, StepBegins.AddSeconds(100), quality));
        Assert.Equal(CredentialProof.TooOld, Read(code, StepBegins.AddSeconds(101), quality));
        Assert.Equal(CredentialProof.FromFuture, Read(code, StepBegins.AddSeconds(-71), quality));
        Assert.Equal(CredentialProof.ClockUnsure, Read(code, StepBegins, new ClockQuality(long.MaxValue, 0)));
    }

    [Fact]
    public void A_proof_without_the_phones_key_is_forged()
    {
        using var other = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var code = RotatingCode.Show(_passes.Code(_passes.Rotating()), other, RotatingStep.Of(SyntheticPasses.Now));
        Assert.Equal(CredentialProof.BadSignature, _passes.Read(code).Proof);
    }

    [Fact]
    public void A_proof_of_one_pass_is_none_of_another_of_the_same_phone()
    {
        var (one, two) = (_passes.Code(_passes.Rotating()), _passes.Code(_passes.Rotating()));
        var shown = RotatingCode.Show(one, _passes.Phone, RotatingStep.Of(SyntheticPasses.Now));
        Assert.Equal(CredentialProof.BadSignature, _passes.Read(PassCode.Write([.. Bytes(two), .. Bytes(shown)[^68..]])).Proof);
    }

    [Fact]
    public void A_rotating_pass_without_its_proof_and_a_static_one_with_a_proof_are_malformed()
    {
        var code = _passes.Code(_passes.Rotating());
        Assert.Equal(CredentialProof.Malformed, _passes.Read(code).Proof);
        var shown = RotatingCode.Show(
            _passes.Code(SyntheticPasses.Static()), _passes.Phone, RotatingStep.Of(SyntheticPasses.Now));
        Assert.Equal(CredentialProof.Malformed, _passes.Read(shown).Proof);
    }

    [Fact]
    public void A_pass_that_names_no_point_of_the_curve_lets_nobody_in()
    {
        // x = 0 has a point, x = 5 has (SEC 2); the first x without one is found here.
        var point = new byte[P256Point.CompressedSize];
        point[0] = 2;
        while (IsPoint(point))
            point[^1]++;
        var code = RotatingCode.Show(
            _passes.Code(SyntheticPasses.Static() with { HolderKey = point }), _passes.Phone,
            RotatingStep.Of(SyntheticPasses.Now));
        Assert.Equal(CredentialProof.BadSignature, _passes.Read(code).Proof);
    }

    [Fact]
    public void A_point_comes_back_from_its_compressed_form()
    {
        for (var i = 0; i < 50; i++)
        {
            using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
            using var again = P256Point.Import(P256Point.Compress(key));
            Assert.Equal(P256Point.Export(key), P256Point.Export(again));
        }
    }

    private static bool IsPoint(byte[] point)
    {
        try
        {
            P256Point.Import(point).Dispose();
            return true;
        }
        catch (CryptographicException)
        {
            return false;
        }
    }

    private CredentialProof Read(string code, DateTimeOffset now, ClockQuality? quality) =>
        PassReader.Read(Encoding.ASCII.GetBytes(code), _passes.Trust, now, quality).Proof;

    private static byte[] Bytes(string code)
    {
        var into = new byte[code.Length];
        Assert.True(Base45.TryDecode(Encoding.ASCII.GetBytes(code[PassCode.Prefix.Length..]), into, out var written));
        return into[..written];
    }
}
