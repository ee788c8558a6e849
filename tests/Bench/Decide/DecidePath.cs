using System.Globalization;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;
using CheckIn.Contract;
using CheckIn.Credentials;
using CheckIn.Credentials.Health;
using CheckIn.Gate.Admission;
using CheckIn.Gate.Clock;
using CheckIn.Passes;
using CheckIn.Rules;

namespace CheckIn.Bench.Decide;

/// <summary>
/// A gate's whole decision without its disk: rules with hours, anti-passback, bounds and a cap, lists of cards and of
/// revocations, and a book of who is inside. Codes are of people and passes who do not exist.
/// </summary>
internal sealed class DecidePath : IDisposable
{
    private static readonly DateTimeOffset Now = new(2026, 11, 2, 8, 0, 10, TimeSpan.Zero);
    private static readonly byte[] Key = RandomNumberGenerator.GetBytes(32), Run = RandomNumberGenerator.GetBytes(32);
    private readonly ECDsa _issuer = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly ClockStamp _clock = new(0, Now.ToUnixTimeMilliseconds(), new ClockQuality(20, 60));
    private readonly PresenceBook _book = new(65_536);
    private readonly PassTrust _trust;
    private readonly RuleEngine _engine;
    private readonly LaneRules _lane;
    private readonly ReplayMemory _used = new();
    private readonly byte[] _subject = new byte[64];
    private long _at = Now.ToUnixTimeMilliseconds();

    /// <param name="cards">Cards on the list.</param>
    /// <param name="revocations">Passes that are revoked.</param>
    internal DecidePath(int cards, int revocations)
    {
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var list = Cards(cards);
        CardBytes = GC.GetTotalMemory(forceFullCollection: true) - before;
        _trust = new(
            PassKeys.Parse(PassKeys.Write(new PassKeysDocument(
                1, Now.ToUnixTimeSeconds(), [PassKeys.EntryOf(_issuer, Now.AddDays(-90), Now.AddDays(400))]))),
            Revocations(revocations));
        RevocationBytes = GC.GetTotalMemory(forceFullCollection: true) - before - CardBytes;
        var options = new RulesOptions
        {
            Hours = "Mo-Su 00:00-24:00",
            Passback = Enforcement.Soft,
            ReentryAfter = TimeSpan.FromSeconds(10),
            EntriesADay = 500,
            MostInside = 60_000,
        };
        options.Categories.Add(new CategoryOptions { Category = "staff", Hours = "24/7" });
        _engine = RuleEngine.Of(options, list);
        _lane = _engine.Of("vao", Direction.In);
    }

    internal long CardBytes { get; }

    internal long RevocationBytes { get; }

    /// <summary>A card's code, as bytes.</summary>
    internal static byte[] Card(int number) => Encoding.UTF8.GetBytes(
        Number(number) + "|012345678|Nguyễn Văn Thử|01011999|Nam|Số 1, Đường Thử, Phường Nghiệm, Quận Mẫu, Hà Nội|15042021");

    /// <summary>A static pass's code, as bytes.</summary>
    internal byte[] Pass() => Encoding.ASCII.GetBytes(PassCode.Sign(NewPass(), _issuer));

    /// <summary>What a phone shows, each time another one.</summary>
    internal byte[] Rotating()
    {
        using var phone = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var pass = PassCode.Sign(NewPass() with { HolderKey = P256Point.Compress(phone) }, _issuer);
        return Encoding.ASCII.GetBytes(RotatingCode.Show(pass, phone, RotatingStep.Of(Now)));
    }

    /// <summary>The decision about a code without a signature, and the book is told.</summary>
    internal Verdict Decide(ReadOnlySpan<byte> code)
    {
        var read = CredentialReader.Recognise(code);
        return Judge(read.Subject, read.Kind, CredentialProof.None, RuleCase.NoCategory);
    }

    /// <summary>The same with what the gate seals: the personal fields, as strings.</summary>
    internal Verdict DecideRead(byte[] code)
    {
        var shown = Subjects.Read(code, _trust, TrustList.None, _clock);
        var length = Encoding.UTF8.GetBytes(shown.Subject, _subject);
        return Judge(_subject.AsSpan(0, length), shown.Credential.Kind, shown.Proof, RuleCase.NoCategory);
    }

    /// <summary>The decision about a pass.</summary>
    internal Verdict DecidePass(byte[] code)
    {
        var read = Subjects.Read(code, _trust, TrustList.None, _clock);
        if (read.Pass is not { } pass || read.Proof != CredentialProof.Valid)
            throw new InvalidOperationException($"The pass is {read.Proof}.");
        var length = Encoding.ASCII.GetBytes(pass.Subject, _subject);
        var verdict = Judge(
            _subject.AsSpan(0, length), CredentialKind.Pass, read.Proof,
            _engine.CategoryOf(Encoding.ASCII.GetBytes(pass.Category)));
        if (read.Step is { } step)
            _used.TryUse(pass.Id, step);
        return verdict;
    }

    public void Dispose() => _issuer.Dispose();

    private Verdict Judge(ReadOnlySpan<byte> subject, CredentialKind kind, CredentialProof proof, int category)
    {
        var who = SubjectKey.Of(Run, subject);
        var day = _engine.DayOf(_at);
        var verdict = _lane.Decide(new RuleCase
        {
            Kind = kind,
            Proof = proof,
            Category = category,
            Card = SubjectKey.Of(_engine.Cards.Key.Span, subject),
            At = _at,
            ClockErrorMs = 20,
            Presence = _book.Of(who, day),
            Inside = _book.Inside(day),
        });
        if (verdict.Outcome == Outcome.Admitted)
            _book.Entered(who, _at, day);
        _at += 7;
        return verdict;
    }

    // Apart, so that nothing but the list is alive when memory is looked at.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static CardList Cards(int count) => CardDocument.Read(CardDocument.Write(CardList.Of(
        Key, ["staff", "guest", "deliverer"], Enumerable.Range(0, count).Select(static i => (
            SubjectKey.Of(Key, Encoding.ASCII.GetBytes(Subject(i))), new Card((byte)(i % 3), i % 100 == 99, 0, 0))))));

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static RevocationList Revocations(int count) => RevocationList.Parse(RevocationList.Write(1, Now, Drawn(count)));

    private static Pass NewPass() => new(PassId.New(), PassCategories.Staff, Now.AddDays(-1), Now.AddDays(365));

    private static string Subject(int number) => "cccd:" + Number(number);

    private static string Number(int number) => string.Create(CultureInfo.InvariantCulture, $"001099{number % 1_000_000:000000}");

    private static SortedSet<long> Drawn(int count)
    {
        var drawn = new SortedSet<long>();
        while (drawn.Count < count)
            drawn.Add(PassId.New().Short);
        return drawn;
    }
}
