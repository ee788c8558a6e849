using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using CheckIn.Credentials;

namespace CheckIn.Passes;

/// <summary>
/// The proof that a phone adds to its pass, anew in each step of 30 seconds: the step (32 bits, big endian) and a
/// signature (64 bytes, r and s) by the key that the pass names, over <c>CI1 step</c>, a zero byte, the pass as its bytes are,
/// and the step. Neither side asks anybody: the phone needs its clock and a key that cannot leave it, the gate its clock
/// and the issuer's key. It is what WebCrypto makes by itself: ECDSA with P-256 and SHA-256 gives r and s.
/// </summary>
public static class RotatingCode
{
    /// <summary>Bytes of the proof.</summary>
    public const int ProofSize = StepSize + SignatureSize;

    private const int StepSize = sizeof(uint);
    private const int SignatureSize = 64;

    private static ReadOnlySpan<byte> Context => "CI1 step\0"u8;

    /// <summary>The code that a phone shows in a step.</summary>
    /// <param name="pass">As <see cref="PassCode.Sign"/> made it.</param>
    /// <param name="key">The phone's, with its private half.</param>
    /// <param name="step">As <see cref="RotatingStep.Of"/> has it.</param>
    /// <exception cref="FormatException">That is no pass.</exception>
    public static string Show(string pass, ECDsa key, long step)
    {
        ArgumentNullException.ThrowIfNull(key);
        var (bytes, rest) = PassCode.Read(Encoding.ASCII.GetBytes(pass));
        if (!rest.IsEmpty)
            throw new FormatException("Something follows the pass.");
        var proof = new byte[ProofSize];
        BinaryPrimitives.WriteUInt32BigEndian(proof, checked((uint)step));
        key.SignData(
            Signed(bytes.Span, proof.AsSpan(0, StepSize)), proof.AsSpan(StepSize), HashAlgorithmName.SHA256,
            DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
        return PassCode.Write([.. bytes.Span, .. proof]);
    }

    /// <summary>The step that a proof is of; it proves nothing yet.</summary>
    internal static long StepOf(ReadOnlySpan<byte> proof) => BinaryPrimitives.ReadUInt32BigEndian(proof);

    /// <summary>Whether the pass's own phone has made it: <see cref="CredentialProof.Valid"/> or why not.</summary>
    internal static CredentialProof Verify(ReadOnlySpan<byte> pass, ReadOnlySpan<byte> proof, ReadOnlySpan<byte> holderKey)
    {
        if (proof.Length != ProofSize)
            return CredentialProof.Malformed;
        try
        {
            using var key = P256Point.Import(holderKey);
            return key.VerifyData(
                Signed(pass, proof[..StepSize]), proof[StepSize..], HashAlgorithmName.SHA256,
                DSASignatureFormat.IeeeP1363FixedFieldConcatenation) ? CredentialProof.Valid : CredentialProof.BadSignature;
        }
        catch (CryptographicException)
        {
            return CredentialProof.BadSignature; // The pass names no point of the curve: nobody can have signed.
        }
    }

    private static byte[] Signed(ReadOnlySpan<byte> pass, ReadOnlySpan<byte> step) => [.. Context, .. pass, .. step];
}
