using System.Security.Cryptography;
using CheckIn.Credentials;
using CheckIn.Credentials.Health;
using CheckIn.Fixtures;
using CheckIn.Passes;
using CheckIn.Rules;

namespace CheckIn.Bench.Fuzz.Codes;

/// <summary>
/// The documents that a hub hands out. What is taken is taken whole and is what it says; what is refused is refused by one
/// exception, so that a gate goes on with the list that it has.
/// </summary>
internal static class ListTargets
{
    private const int Passes = 300, Cards = 60;

    internal static IEnumerable<CodeTarget> Of(int seed, SyntheticHealth health, SyntheticPasses passes)
    {
        var (signers, cards) = (health.Trust.ToJson(), CardsOf(seed));
        yield return new("trust_list", random => CodeMutation.Of(signers, random), static bytes =>
            CodeTarget.Refusable(() => TrustList.Parse(bytes)));
        var keys = KeysOf(passes);
        yield return new("pass_keys", random => CodeMutation.Of(keys, random), static bytes =>
            CodeTarget.Refusable(() => PassKeys.Parse(bytes))?.Dispose());
        var revoked = RevokedOf(seed);
        yield return new("revocations", random => CodeMutation.Of(revoked, random), static bytes =>
            Hold(CodeTarget.Refusable(() => RevocationList.Parse(bytes))));
        yield return new("cards", random => CodeMutation.Of(cards, random), Read);
        // With the hash of what has become of them, so that what lies behind it is reached.
        var body = cards[..^SHA256.HashSizeInBytes];
        yield return new("cards_hashed", random =>
        {
            var changed = CodeMutation.Of(body, random);
            return [.. changed, .. SHA256.HashData(changed)];
        }, Read);
    }

    private static void Read(byte[] document)
    {
        if (CodeTarget.Refusable(() => CardDocument.Read(document)) is { } list
            && !CardDocument.Write(list).AsSpan().SequenceEqual(document))
            throw new InvalidOperationException("a list of cards is written as another one than was read");
    }

    private static void Hold(RevocationList? list)
    {
        var id = PassId.Of(new byte[PassId.Size]);
        if (list is { Count: 0 } && list.Contains(id))
            throw new InvalidOperationException("a list without passes names one");
    }

    private static byte[] KeysOf(SyntheticPasses passes)
    {
        using var next = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var now = SyntheticPasses.Now;
        return PassKeys.Write(new PassKeysDocument(
            7, now.ToUnixTimeSeconds(),
            [
                PassKeys.EntryOf(passes.Issuer, now.AddDays(-90), now.AddDays(400)),
                PassKeys.EntryOf(next, now.AddDays(7), now.AddDays(800)),
            ]));
    }

    private static byte[] RevokedOf(int seed)
    {
        var (random, drawn) = (new FuzzRandom(seed, 0), new SortedSet<long>());
        while (drawn.Count < Passes)
            drawn.Add((long)(random.Bits() >> (64 - PassId.ShortBits)));
        return RevocationList.Write(7, SyntheticPasses.Now, drawn);
    }

    private static byte[] CardsOf(int seed)
    {
        var (random, key) = (new FuzzRandom(seed, 1), new byte[32]);
        random.Fill(key);
        return CardDocument.Write(CardList.Of(key, ["staff", "visitor"], Enumerable.Range(0, Cards).Select(i => (
            new SubjectKey(new UInt128(random.Bits(), random.Bits())), new Card((byte)(i % 2), i % 9 == 0, (uint)i, 0)))));
    }
}
