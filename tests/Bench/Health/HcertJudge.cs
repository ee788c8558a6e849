using System.Text;
using System.Text.Json.Nodes;
using CheckIn.Credentials;
using CheckIn.Credentials.Cose;
using CheckIn.Credentials.Health;

namespace CheckIn.Bench.Health;

/// <summary>
/// Holds what the gate's own code makes of a vector against what the vector expects, expectation by expectation, as the
/// collection defines them; one that is not stated is not judged. Each is judged by the vector's own certificate and
/// clock.
/// </summary>
internal static class HcertJudge
{
    /// <summary>One expectation that was not met, or one that was met and should not have been.</summary>
    internal sealed record Disagreement(string Check, bool Expected, string Got);

    internal static IEnumerable<Disagreement> Judge(HcertVector vector)
    {
        foreach (var (check, expected) in vector.Expected)
        {
            if (Problem(vector, check) is { } problem && problem.Length == 0 != expected)
                yield return new(check, expected, problem.Length == 0 ? "ok" : problem);
        }
    }

    /// <summary>What speaks against an expectation; empty = nothing, null = it cannot be judged.</summary>
    private static string? Problem(HcertVector vector, string check) => check switch
    {
        "EXPECTEDPICTUREDECODE" => vector.Picture is null ? null : Picture(vector),
        "EXPECTEDUNPREFIX" => vector.Prefix is null ? null : Unprefix(vector),
        "EXPECTEDB45DECODE" => vector.Base45 is null && vector.Prefix is null ? null : Base45Of(vector),
        "EXPECTEDCOMPRESSION" => Packed(vector) is { } packed ? Compression(vector, packed) : null,
        "EXPECTEDVERIFY" => Message(vector) is { } message ? Verify(vector, message) : null,
        "EXPECTEDDECODE" => Decode(vector),
        "EXPECTEDVALIDJSON" => vector.Json is null ? null : Chain(vector),
        "EXPECTEDENCODE" => vector.Json is null || vector.Cbor is null ? null : Encode(vector),
        "EXPECTEDSCHEMAVALIDATION" => Statement(vector),
        "EXPECTEDEXPIRATIONCHECK" => Message(vector) is { } message && vector is { Clock: { } clock, Signer: { } signer }
            ? At(message, signer with { Usages = null }, clock) : null,
        "EXPECTEDKEYUSAGE" => Message(vector) is { } message && vector.Signer is { } signer ? KeyUsage(message, signer) : null,
        _ => null,
    };

    private static string Picture(HcertVector vector)
    {
        var texts = HcertPictures.Read(vector.Picture!);
        return texts.Count == 0 ? "nothing is read"
            : texts.Any(text => text.Trim() == vector.Prefix?.Trim()) ? "" : "something else is read";
    }

    private static string Unprefix(HcertVector vector) =>
        !vector.Prefix!.StartsWith("HC1:", StringComparison.Ordinal) ? "it does not begin with HC1:"
        : vector.Base45 is null || vector.Prefix[4..] == vector.Base45 ? "" : "what follows is not BASE45";

    private static string Base45Of(HcertVector vector)
    {
        var decoded = Decoded(vector.Base45 ?? vector.Prefix![Math.Min(4, vector.Prefix!.Length)..]);
        return decoded is null ? "it is not Base45"
            : vector.Compressed is null || decoded.AsSpan().SequenceEqual(vector.Compressed) ? "" : "it is not COMPRESSED";
    }

    private static string Compression(HcertVector vector, byte[] packed)
    {
        if (!HealthEnvelope.IsCompressed(packed))
            return "it is not compressed";
        var into = new byte[HealthEnvelope.MaxBytes];
        return HealthEnvelope.Unpack(packed, into, out var length)
            ?? (vector.Cose is null || into.AsSpan(0, length).SequenceEqual(vector.Cose) ? "" : "it is not COSE");
    }

    private static string Verify(HcertVector vector, byte[] bytes)
    {
        if (vector.Signer is null)
            return "its certificate cannot be read";
        var read = HealthCertificate.ReadMessage(bytes, Trust(Unbounded(vector.Signer)), Moment);
        return read.Proof is CredentialProof.BadSignature or CredentialProof.NoKey ? read.Problem!
            : IsMessage(bytes) ? "" : read.Problem!;
    }

    private static string? Decode(HcertVector vector)
    {
        var from = vector.Cbor is null ? null : CborJson.StatementOf(vector.Cbor);
        var message = vector.Cose is null ? null : PayloadOf(vector.Cose) is { } payload ? CborJson.StatementOf(payload) : null;
        var to = vector.Json is { } json ? JsonNode.Parse(json.GetRawText()) : null;
        if (vector.Cbor is not null && from is null)
            return "CBOR cannot be read";
        if (vector.Cose is not null && message is null)
            return "COSE holds no statement";
        return from is not null && to is not null && !CborJson.Same(from, to) ? "CBOR is not JSON"
            : message is not null && to is not null && !CborJson.Same(message, to) ? "COSE is not JSON"
            : message is not null && from is not null && !CborJson.Same(message, from) ? "COSE is not CBOR" : "";
    }

    private static string Chain(HcertVector vector)
    {
        var bytes = vector.Prefix is null ? Message(vector) : FromCode(vector.Prefix) ?? [];
        var statement = bytes is not null && PayloadOf(bytes) is { } payload ? CborJson.StatementOf(payload)
            : bytes is null && vector.Cbor is not null ? CborJson.StatementOf(vector.Cbor) : null;
        return statement is null ? "nothing can be read"
            : CborJson.Same(statement, JsonNode.Parse(vector.Json!.Value.GetRawText())) ? "" : "what is read is not JSON";
    }

    private static string Encode(HcertVector vector) =>
        CborJson.Same(CborJson.StatementOf(vector.Cbor!), JsonNode.Parse(vector.Json!.Value.GetRawText()))
            ? "" : "CBOR is not JSON";

    private static string? Statement(HcertVector vector)
    {
        if (Message(vector) is { } message && vector.Signer is { } signer)
        {
            var read = HealthCertificate.ReadMessage(message, Trust(Unbounded(signer)), Moment);
            return read.Proof == CredentialProof.Malformed ? read.Problem! : "";
        }
        return vector.Cbor is null ? null : HealthStatement.Read(vector.Cbor).Problem ?? "";
    }

    private static string At(byte[] message, TrustedKey signer, DateTimeOffset clock)
    {
        var read = HealthCertificate.ReadMessage(message, Trust(signer), clock);
        return read.Proof is CredentialProof.Expired or CredentialProof.NotYetValid ? read.Problem! : "";
    }

    private static string KeyUsage(byte[] message, TrustedKey signer)
    {
        if (StatementOf(message) is not { } statement)
            return "it holds no statement";
        // What is wrong with a name or a birth is not what is asked here.
        return statement.Kind == HealthUsages.None ? statement.Problem ?? "it states nothing"
            : (signer.Statements & statement.Kind) != 0 ? "" : "its key is not for what it states";
    }

    /// <summary>The signed message: as it stands in the vector, else out of its code.</summary>
    private static byte[]? Message(HcertVector vector) =>
        vector.Cose ?? (vector.Prefix is null ? null : FromCode(vector.Prefix));

    private static byte[]? Packed(HcertVector vector)
    {
        if (vector.Compressed is { } compressed)
            return compressed;
        var isCode = vector.Prefix?.StartsWith("HC1:", StringComparison.Ordinal) == true;
        return (vector.Base45 ?? (isCode ? vector.Prefix![4..] : null)) is { } text ? Decoded(text) : null;
    }

    private static byte[]? FromCode(string code)
    {
        var into = new byte[HealthEnvelope.MaxBytes];
        return HealthEnvelope.Open(Encoding.UTF8.GetBytes(code), into, out var length) is null ? into[..length] : null;
    }

    private static byte[]? Decoded(string text)
    {
        var into = new byte[Base45.MaxDecodedLength(text.Length)];
        return Base45.TryDecode(Encoding.Latin1.GetBytes(text), into, out var length) ? into[..length] : null;
    }

    private static bool IsMessage(byte[] message) => PayloadOf(message) is not null;

    private static byte[]? PayloadOf(byte[] message)
    {
        try
        {
            return CoseSign1.Read(message).Payload.ToArray();
        }
        catch (FormatException)
        {
            return null;
        }
    }

    private static HealthStatement? StatementOf(byte[] message)
    {
        try
        {
            return Cwt.Read(CoseSign1.Read(message).Payload).Find(HealthStatement.Claim, HealthStatement.ReadClaim);
        }
        catch (FormatException)
        {
            return null;
        }
    }

    private static TrustList Trust(TrustedKey signer) => new(1, Moment, [signer]);

    private static TrustedKey Unbounded(TrustedKey signer) =>
        new(signer.KeyId, signer.PublicKey, DateTimeOffset.MinValue, DateTimeOffset.MaxValue);

    // Where time is not what is judged.
    private static DateTimeOffset Moment { get; } = new(2021, 6, 1, 0, 0, 0, TimeSpan.Zero);
}
