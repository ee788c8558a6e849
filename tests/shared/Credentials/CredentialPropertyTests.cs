using System.Text;
using CheckIn.Credentials;
using CheckIn.Fixtures;
using FsCheck;
using FsCheck.Fluent;

namespace CheckIn.Shared.Tests.Credentials;

public sealed class CredentialPropertyTests
{
    private static readonly Gen<int> Seeds = Gen.Choose(0, int.MaxValue - 1);

    [Fact]
    public void No_bytes_make_it_throw() =>
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(1000), Prop.ForAll<byte[]>(static bytes =>
            CredentialReader.Read(bytes).Length == bytes.Length));

    [Fact]
    public void No_text_with_the_right_number_of_fields_makes_it_throw()
    {
        var field = Gen.OneOf(
            ArbMap.Default.GeneratorFor<string>().Select(static s => s ?? ""),
            Gen.Elements(
                "001099000001", "", "01011999", "15042021", "Nam", "1999-01-01", "0", "<1<", "**", "\uFFFE", "\u0301"));
        var codes = from count in Gen.Elements(6, 7, 11)
                    from fields in Gen.ArrayOf(field, count)
                    select string.Join('|', fields);
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(1000), Prop.ForAll(codes.ToArbitrary(), static code =>
            Read(code).Kind is not CredentialKind.VenueCode));
    }

    [Fact]
    public void Any_byte_of_a_code_changed_never_throws_and_never_makes_another_kind() =>
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(1000), Prop.ForAll(
            (from seed in Seeds from at in Gen.Choose(0, 4095) from value in Gen.Choose(0, 255) select (seed, at, value))
                .ToArbitrary(),
            static change =>
            {
                var (code, kind) = Any(change.seed);
                var bytes = Encoding.UTF8.GetBytes(code);
                bytes[change.at % bytes.Length] = (byte)change.value;
                return CredentialReader.Read(bytes).Kind is var read && (read == kind || read == CredentialKind.Unknown);
            }));

    [Fact]
    public void Generated_codes_are_what_they_were_generated_as() =>
        Prop.ForAll(Seeds.ToArbitrary(), static seed =>
        {
            var (code, kind) = Any(seed);
            var read = Read(code);
            return read.Kind == kind && read.Problem is null;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Generated_cards_that_contradict_themselves_are_malformed() =>
        Prop.ForAll(Seeds.ToArbitrary(), static seed =>
            Read(new SyntheticCodes(seed).Malformed()) is { Kind: CredentialKind.Cccd, Problem: not null })
            .QuickCheckThrowOnFailure();

    /// <summary>What a gate decides by and what it seals are of the same code, for any code.</summary>
    [Fact]
    public void Recognising_and_reading_say_the_same() =>
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(5000), Prop.ForAll(
            (from seed in Seeds from at in Gen.Choose(0, 4095) from value in Gen.Choose(0, 255) select (seed, at, value))
                .ToArbitrary(),
            static change =>
            {
                var bytes = Encoding.UTF8.GetBytes(Any(change.seed).Code);
                if (change.seed % 3 > 0)
                    bytes[change.at % bytes.Length] = (byte)change.value;
                var read = CredentialReader.Read(bytes);
                var recognised = CredentialReader.Recognise(bytes);
                return (read.Kind, read.Problem, read.Subject ?? "", read.Length) == (recognised.Kind, recognised.Problem,
                    Encoding.UTF8.GetString(recognised.Subject), recognised.Length);
            }));

    [Fact]
    public void Recognising_allocates_nothing()
    {
        var codes = Enumerable.Range(0, 80).Select(static seed => Encoding.UTF8.GetBytes(Any(seed).Code))
            .Append(new byte[CredentialReader.MaxBytes + 1]).Append("HC1:ABC"u8.ToArray()).ToArray();
        RecogniseAll(codes);
        var before = GC.GetAllocatedBytesForCurrentThread();
        RecogniseAll(codes);
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    /// <summary>Cut after its seventh field, a card of 2024 is a card of 2021, of the same person.</summary>
    [Fact]
    public void A_truncated_card_is_refused_or_names_the_same_person() =>
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(30), Prop.ForAll(Seeds.ToArbitrary(), static seed =>
        {
            var bytes = Encoding.UTF8.GetBytes(new SyntheticCodes(seed).CanCuoc());
            var whole = CredentialReader.Read(bytes);
            return Enumerable.Range(0, bytes.Length).Select(length => CredentialReader.Read(bytes.AsSpan(0, length)))
                .All(cut => cut.Kind == CredentialKind.Unknown || cut.Problem is not null || cut.Subject == whole.Subject);
        }));

    [Fact]
    public void The_same_seed_gives_the_same_codes_and_others_give_others()
    {
        Assert.Equal(Any(5), Any(5));
        var cards = Enumerable.Range(0, 1000).Select(static seed => new SyntheticCodes(seed).Cccd());
        Assert.Equal(1000, cards.Distinct().Count());
    }

    private static (string Code, CredentialKind Kind) Any(int seed)
    {
        var codes = new SyntheticCodes(seed);
        return (seed % 8) switch
        {
            0 => (codes.Cccd(), CredentialKind.Cccd),
            1 => (codes.CanCuoc(), CredentialKind.CanCuoc),
            2 => (codes.NationalPersonalQr(), CredentialKind.NationalPersonalQr),
            3 => (codes.NationalPersonalQr(masked: true), CredentialKind.NationalPersonalQr),
            4 => (codes.VenueCode(), CredentialKind.VenueCode),
            5 => (codes.InsuranceCard(), CredentialKind.InsuranceCard),
            6 => (codes.OldInsuranceCard(), CredentialKind.InsuranceCard),
            _ => (codes.Unknown(), CredentialKind.Unknown),
        };
    }

    private static void RecogniseAll(byte[][] codes)
    {
        foreach (var code in codes)
            CredentialReader.Recognise(code);
    }

    private static Credential Read(string code) => CredentialReader.Read(Encoding.UTF8.GetBytes(code));
}
