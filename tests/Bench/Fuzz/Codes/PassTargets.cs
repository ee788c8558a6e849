using System.Text;
using CheckIn.Credentials;
using CheckIn.Credentials.Cose;
using CheckIn.Fixtures;
using CheckIn.Passes;

namespace CheckIn.Bench.Fuzz.Codes;

/// <summary>
/// Passes before a gate that believes their issuer: codes as they are, the bytes within them, and claims that are signed
/// again, so that what lies behind the signature is reached. Only what the issuer has signed, and of a rotating pass the
/// phone too, may ever be valid.
/// </summary>
internal static class PassTargets
{
    private const int Samples = 50;

    internal static IEnumerable<CodeTarget> Of(SyntheticPasses passes)
    {
        byte[][] cards = [.. Enumerable.Range(0, Samples).Select(_ => Bytes(passes.Code(SyntheticPasses.Static())))];
        byte[][] phones =
            [.. Enumerable.Range(0, Samples).Select(_ => Bytes(passes.Shown(passes.Rotating(), SyntheticPasses.Now)))];
        var trust = passes.Trust;
        yield return Codes("pass", cards, trust);
        yield return Codes("pass_rotating", phones, trust);
        yield return Messages("pass_cose", cards, trust);
        yield return Messages("pass_rotating_cose", phones, trust);
        var claims = PassClaims.Write(passes.Rotating() with { Scope = new PassScope(IsNode: false, "cho-binh-an") });
        yield return new("pass_signed", random => Sign(passes, CodeMutation.Of(claims, random), random), code =>
            Hold(PassReader.Read(code, trust, SyntheticPasses.Now, SyntheticPasses.GoodClock)));
    }

    private static CodeTarget Codes(string name, byte[][] valid, PassTrust trust) => new(
        name, random => CodeMutation.Of(random.Pick(valid), random), code =>
        {
            CodeTarget.Read(code);
            Judge(code, valid, trust);
        });

    private static CodeTarget Messages(string name, byte[][] valid, PassTrust trust)
    {
        byte[][] messages = [.. valid.Select(static code => Unwrap(code))];
        return new(name, random => Bytes(PassCode.Write(CodeMutation.Of(random.Pick(messages), random))), code =>
            Judge(code, valid, trust));
    }

    private static void Judge(byte[] code, byte[][] valid, PassTrust trust)
    {
        var read = PassReader.Read(code, trust, SyntheticPasses.Now, SyntheticPasses.GoodClock);
        Hold(read);
        // What is not signed, the unprotected header, may be another one: then it is another code of the same pass.
        if (read.Proof == CredentialProof.Valid && !valid.Any(one => IdOf(one, trust) == read.Pass!.Id))
            throw new InvalidOperationException("a pass is valid that was not issued");
    }

    private static void Hold(PassReading read)
    {
        var isSigned = read.Pass is not null;
        var mayBeUnsigned = read.Proof is CredentialProof.Malformed or CredentialProof.NoKey or CredentialProof.BadSignature;
        if ((!isSigned && !mayBeUnsigned) || (isSigned && read.Pass!.IsRotating != read.Step.HasValue)
            || (isSigned && read.Proof is CredentialProof.Malformed or CredentialProof.NoKey))
            throw new InvalidOperationException($"{read.Proof} of a pass that is {(isSigned ? "" : "not ")}signed");
    }

    private static PassId? IdOf(byte[] code, PassTrust trust) =>
        PassReader.Read(code, trust, SyntheticPasses.Now, SyntheticPasses.GoodClock).Pass?.Id;

    private static byte[] Sign(SyntheticPasses passes, byte[] claims, FuzzRandom random)
    {
        // One key for all threads.
        lock (passes)
        {
            var pass = PassCode.Write(CoseSign1.Sign(passes.Issuer, passes.Keys.All[0].Kid, claims).AsSpan(1));
            return Bytes(random.OnceIn(16) && pass.Length <= PassCode.MaxLength
                ? RotatingCode.Show(pass, passes.Phone, RotatingStep.Of(SyntheticPasses.Now)) : pass);
        }
    }

    private static byte[] Unwrap(byte[] code)
    {
        var (pass, proof) = PassCode.Read(code);
        return [.. pass.Span, .. proof.Span];
    }

    private static byte[] Bytes(string code) => Encoding.ASCII.GetBytes(code);
}
