using CheckIn.Enrolment;
using Xunit;

namespace CheckIn.Shared.Tests.Enrolment;

public class EnrolmentProofTests
{
    private static readonly byte[] Key = new byte[32];

    [Fact]
    public void A_proof_holds_for_one_certificate_and_one_request_only()
    {
        var proof = EnrolmentProof.OfGate(Key, new byte[32], "request"u8);
        Assert.True(EnrolmentProof.AreEqual(proof, EnrolmentProof.OfGate(Key, new byte[32], "request"u8)));
        Assert.False(EnrolmentProof.AreEqual(proof, EnrolmentProof.OfGate(Key, new byte[32], "request "u8)));
        byte[] other = [1, .. new byte[31]];
        Assert.False(EnrolmentProof.AreEqual(proof, EnrolmentProof.OfGate(Key, other, "request"u8)));
        Assert.False(EnrolmentProof.AreEqual(proof, EnrolmentProof.OfGate(other, new byte[32], "request"u8)));
        Assert.False(EnrolmentProof.AreEqual(proof, null));
    }

    [Fact]
    public void A_gates_proof_is_never_a_hubs() =>
        Assert.NotEqual(EnrolmentProof.OfGate(Key, System.Security.Cryptography.SHA256.HashData("x"u8), "y"u8),
            EnrolmentProof.OfHub(Key, "x"u8, "y"u8));

    [Fact]
    public void A_fingerprint_is_eighty_bits_of_the_keys_hash()
    {
        // SHA-256 of nothing begins e3b0c442 98fc1c14 9afb.
        Assert.Equal("WERC-8GMR-ZGE1-96QV", Fingerprint.Of([]));
    }
}
