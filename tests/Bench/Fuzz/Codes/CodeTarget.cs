using System.Text;
using System.Text.Json;
using CheckIn.Credentials;
using CheckIn.Credentials.Cose;
using CheckIn.Credentials.Health;
using CheckIn.Fixtures;

namespace CheckIn.Bench.Fuzz.Codes;

/// <summary>
/// One format: how its inputs are made, and what is done with each; that throws when a promise is broken.
/// </summary>
internal sealed record CodeTarget(string Name, Func<FuzzRandom, byte[]> Make, Action<byte[]> Try)
{
    private const int Samples = 50;

    /// <summary>Every format there is.</summary>
    internal static CodeTarget[] All(int seed, SyntheticHealth health, SyntheticPasses passes) =>
    [
        Text("unknown", seed, static codes => codes.Unknown()),
        Text("national_personal_qr", seed, static codes => codes.NationalPersonalQr()),
        Text("cccd", seed, static codes => codes.Cccd()),
        Text("can_cuoc", seed, static codes => codes.CanCuoc()),
        Text("insurance_card", seed, static codes => codes.InsuranceCard()),
        Text("insurance_card_old", seed, static codes => codes.OldInsuranceCard()),
        Text("venue_code", seed, static codes => codes.VenueCode()),
        Text("enrolment_code", seed, static _ => "checkin-enrol:7K2M-QF4X-9TWD-HRPA@hub.example:8443"),
        .. Health(health),
        .. PassTargets.Of(passes),
        .. ListTargets.Of(seed, health, passes),
    ];

    /// <summary>Both ways of reading, which must agree; what they say must fit into an event.</summary>
    internal static void Read(byte[] code)
    {
        var recognised = CredentialReader.Recognise(code);
        var read = CredentialReader.Read(code);
        if (recognised.Kind != read.Kind || recognised.Problem != read.Problem
            || Encoding.UTF8.GetString(recognised.Subject) != (read.Subject ?? ""))
            throw new InvalidOperationException($"recognised as {recognised.Kind}, read as {read.Kind}");
        Seal(read.Personal);
    }

    /// <summary>What is refused is refused by this exception alone.</summary>
    internal static T? Refusable<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (FormatException)
        {
            return default;
        }
    }

    private static CodeTarget Text(string name, int seed, Func<SyntheticCodes, string> sample)
    {
        var valid = Enumerable.Range(seed, Samples).Select(i => Encoding.UTF8.GetBytes(sample(new(i)))).ToArray();
        return new(name, random => CodeMutation.Of(random.Pick(valid), random), Read);
    }

    /// <summary>
    /// Codes as they are; messages and claims within them, wrapped and signed again, so that what lies deeper is
    /// reached.
    /// </summary>
    private static IEnumerable<CodeTarget> Health(SyntheticHealth health)
    {
        var (trust, claims) = (health.Trust, SyntheticHealth.Claims());
        var (message, statement) = (health.Sign(claims), SyntheticHealth.Vaccination());
        var code = Encoding.ASCII.GetBytes(SyntheticHealth.Wrap(message));
        var packed = SyntheticHealth.Compress(message);
        void Judge(byte[] input)
        {
            Read(input);
            Hold(HealthCertificate.Read(input, trust, SyntheticHealth.Now));
        }
        yield return new("health_certificate", random => CodeMutation.Of(code, random), Judge);
        yield return new(
            "health_zlib", random => Encoding.ASCII.GetBytes(
                SyntheticHealth.Wrap(CodeMutation.Of(packed, random), isCompressed: false)), Judge);
        yield return new("health_cose", random => CodeMutation.Of(message, random), bytes =>
            Hold(HealthCertificate.ReadMessage(bytes, trust, SyntheticHealth.Now)));
        yield return new("health_claims", random => CodeMutation.Of(random.OnceIn(2) ? claims : statement, random), bytes =>
        {
            HealthStatement.Read(bytes);
            Refusable(() => CborDocument.Read(bytes, HealthStatement.ReadClaim));
            Refusable(() => Cwt.Read(bytes).Find(HealthStatement.Claim, HealthStatement.ReadClaim));
        });
        yield return new("health_signed", random => Sign(health, CodeMutation.Of(claims, random)), bytes =>
            Hold(HealthCertificate.ReadMessage(bytes, trust, SyntheticHealth.Now)));
        yield return new("cbor", static random => Nested(random), static bytes => Refusable(() =>
            CborDocument.Read(bytes, static reader => reader.ReadEncodedValue()).Length == bytes.Length
                ? CborDocument.First(bytes).Length : throw new InvalidOperationException("an item is not all of its document")));
    }

    private static byte[] Sign(SyntheticHealth health, byte[] claims)
    {
        // One key for all threads.
        lock (health)
            return health.Sign(claims);
    }

    private static void Hold(HealthCertificate read)
    {
        var isValid = read.Proof == CredentialProof.Valid;
        if (isValid != read.Problem is null || (isValid && read.Subject is null))
            throw new InvalidOperationException($"{read.Proof} with problem '{read.Problem}'");
        Seal(read.Personal);
    }

    private static void Seal(IReadOnlyDictionary<string, string> personal)
    {
        if (personal.Count > 0)
            JsonSerializer.SerializeToUtf8Bytes(personal);
    }

    /// <summary>Heads of every kind, deep and long.</summary>
    private static byte[] Nested(FuzzRandom random)
    {
        var bytes = new byte[random.Between(0, random.OnceIn(20) ? 4096 : 60)];
        var heads = (byte[])
        [
            0x81, 0x9F, 0xA1, 0xBF, 0xC1, 0xD8, 0x5F, 0x7F, 0x41, 0x61, 0x00, 0x20, 0xF6, 0xFB, 0xFF, 0x9B, 0xBB, 0x5B,
        ];
        for (var i = 0; i < bytes.Length; i++)
            bytes[i] = random.OnceIn(8) ? (byte)random.Next(256) : random.Pick(heads);
        return bytes;
    }
}
