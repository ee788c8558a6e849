using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using CheckIn.Credentials;
using CheckIn.Rules;

namespace CheckIn.Fixtures;

/// <summary>Rules as the hub writes them, cards and cases, drawn at random. The same seed gives the same ones.</summary>
public sealed class RandomRules(int seed)
{
    /// <summary>Subjects are keyed by it.</summary>
    public static readonly byte[] Key = [.. Enumerable.Range(0, 32).Select(static i => (byte)i)];
    private static readonly string[] Hours =
        ["", "", "24/7", "Mo-Fr 06:00-18:00; PH off", "22:00-06:00", "Sa 02:30-03:30; Su 01:00-02:45", "Oct 25 off; 05:00-23:00"];
    private static readonly string[] Categories = ["staff", "visitor", "deliverer", "guest"];
    private readonly Random _random = new(seed);

    /// <summary>A settings document with a section of rules.</summary>
    public JsonObject Document()
    {
        var rules = new JsonObject
        {
            ["TimeZone"] = One("Asia/Ho_Chi_Minh", "Europe/Berlin", "Europe/Berlin"),
            ["Kinds"] = One("Cccd", "Cccd, CanCuoc, NationalPersonalQr, InsuranceCard, HealthCertificate, Pass"),
            ["Hours"] = One(Hours),
            ["UnknownCodes"] = Word<RulePolicy>(),
            ["Unlisted"] = Word<RulePolicy>(),
            ["Passback"] = Word<Enforcement>(),
            ["ReentryAfter"] = One("00:00:00", "00:10:00", "00:20:00"),
            ["MostInside"] = _random.Next(3),
            ["WhenFull"] = Word<Enforcement>(),
            ["WithoutClock"] = Word<ClockPolicy>(),
            ["RotatingWithoutClock"] = Word<RulePolicy>(),
            ["HealthCertificates"] = Word<ProofPolicy>(),
            ["Passes"] = Word<ProofPolicy>(),
        };
        Maybe(rules, "From", "2026-03-29T02:30");
        Maybe(rules, "Until", "2026-10-25T02:30");
        Maybe(rules, "AdmittedCategories", "staff");
        Maybe(rules, "EntriesADay", "2");
        Maybe(rules, "Holidays", "2026-03-27, 2026-10-26");
        if (Half())
            rules["Categories"] = new JsonArray(new JsonObject
            {
                ["Category"] = One(Categories),
                ["Hours"] = One(Hours),
                ["ComesAndGoes"] = Half(),
                ["Kinds"] = One("", "", "Pass"),
            });
        if (Half())
            rules["Lanes"] = new JsonArray(
                new JsonObject { ["Lane"] = "vao", ["Hours"] = One(Hours), ["Passback"] = Word<Enforcement>() },
                new JsonObject { ["Direction"] = One("in", "Out"), ["Kinds"] = One("Pass", "Cccd, Pass"), ["EntriesADay"] = null });
        return new JsonObject { ["Rules"] = rules };
    }

    /// <summary>A few cards of every sort, or none.</summary>
    public CardList Cards() => _random.Next(4) == 0 ? CardList.Empty : CardList.Of(
        Key, ["staff", "guest"], Enumerable.Range(0, 6).Select(static i => (
            Subject(i), new Card((byte)(i % 2), i == 5, i == 4 ? uint.MaxValue : 0, i == 3 ? 1u : 0))));

    /// <summary>Somebody shows something some time around a change of the clocks.</summary>
    public RuleCase Case()
    {
        var at = new DateTimeOffset(2026, Half() ? 3 : 10, 25, 0, 0, 0, TimeSpan.Zero).ToUnixTimeMilliseconds() + _random.Next(600_000_000);
        return new()
        {
            Kind = _random.Next(3) == 0 ? CredentialKind.Pass : One(Enum.GetValues<CredentialKind>()),
            Proof = One(Enum.GetValues<CredentialProof>()),
            IsElsewhere = _random.Next(5) == 0,
            IsRotating = _random.Next(4) == 0,
            IsTooLong = _random.Next(50) == 0,
            IsMalformed = _random.Next(20) == 0,
            Card = Subject(_random.Next(9)),
            Category = _random.Next(-1, 4),
            Mode = _random.Next(10) == 0 ? One(Enum.GetValues<RuleMode>()) : RuleMode.Normal,
            // A clock may be years off, and nobody knows it.
            At = _random.Next(20) == 0 ? at - 1_500_000_000_000 : at,
            ClockErrorMs = _random.Next(3) == 0 ? null : _random.Next(600_000),
            HubIsAway = Half(),
            Inside = _random.Next(4),
            Presence = new Presence(Half(), Half() ? at - _random.Next(-100_000, 1_500_000) : null, _random.Next(4)),
            IsAssisted = _random.Next(8) == 0,
        };
    }

    /// <summary>A lane of which the rules may say something.</summary>
    public (string Name, Contract.Direction Direction) Lane() => (One("vao", "ra"), One(Enum.GetValues<Contract.Direction>()));

    private static SubjectKey Subject(int number) =>
        SubjectKey.Of(Key, Encoding.UTF8.GetBytes(number.ToString(CultureInfo.InvariantCulture)));

    private void Maybe(JsonObject rules, string name, string value)
    {
        if (_random.Next(4) == 0)
            rules[name] = value;
    }

    private bool Half() => _random.Next(2) == 0;

    private string Word<T>() where T : struct, Enum => One(Enum.GetNames<T>());

    private T One<T>(params T[] values) => values[_random.Next(values.Length)];
}
