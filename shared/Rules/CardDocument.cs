using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using CheckIn.Credentials;

namespace CheckIn.Rules;

/// <summary>
/// The list of cards as a document that travels to gates, 26 bytes a card. All numbers are big-endian: the 8 bytes
/// <c>CICARDS1</c>; the key, 32 bytes; the number of categories, 1 byte, then each as a byte of length and its UTF-8; the
/// number of cards, 4 bytes; of each card in the order of their keys 16 bytes of key, 1 of category, 1 of flags (1 = denied,
/// others 0), 4 of from and 4 of until in Unix minutes; last the SHA-256 of all that.
/// </summary>
public static class CardDocument
{
    private const int CardBytes = SubjectKey.Size + 10;
    private const int KeyBytes = 32;
    private const byte Denied = 1;

    /// <summary>Most bytes of a document.</summary>
    public const int MaxBytes = (CardList.Most * CardBytes) + 1024;

    private static ReadOnlySpan<byte> Magic => "CICARDS1"u8;

    /// <summary>A list as a document.</summary>
    public static byte[] Write(CardList list)
    {
        var bytes = new List<byte>(1024 + (list.Count * CardBytes));
        bytes.AddRange(Magic);
        bytes.AddRange(list.Key.Span);
        bytes.Add((byte)list.Categories.Count);
        foreach (var word in list.Categories)
        {
            bytes.Add((byte)word.Length);
            bytes.AddRange(Encoding.ASCII.GetBytes(word));
        }
        Span<byte> one = stackalloc byte[CardBytes];
        BinaryPrimitives.WriteInt32BigEndian(one, list.Count);
        bytes.AddRange(one[..4]);
        for (var i = 0; i < list.Count; i++)
        {
            var (subject, card) = list.At(i);
            subject.Write(one);
            (one[16], one[17]) = (card.Category, card.IsDenied ? Denied : (byte)0);
            BinaryPrimitives.WriteUInt32BigEndian(one[18..], card.From);
            BinaryPrimitives.WriteUInt32BigEndian(one[22..], card.Until);
            bytes.AddRange(one);
        }
        var all = bytes.ToArray();
        return [.. all, .. SHA256.HashData(all)];
    }

    /// <summary>
    /// Reads a document; nothing in it is believed before it is checked, and it takes no more memory than it is long.
    /// </summary>
    /// <exception cref="FormatException">It is none, or damaged; the message says how.</exception>
    public static CardList Read(ReadOnlySpan<byte> document)
    {
        if (document.Length > MaxBytes || document.Length < Magic.Length + KeyBytes + 5 + SHA256.HashSizeInBytes
            || !document.StartsWith(Magic))
            throw new FormatException("it does not begin as a list of cards does, or has the wrong length");
        var body = document[..^SHA256.HashSizeInBytes];
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(body, hash);
        if (!hash.SequenceEqual(document[body.Length..]))
            throw new FormatException("its hash is not that of its content: it is damaged or cut");
        var key = body.Slice(Magic.Length, KeyBytes);
        var rest = body[(Magic.Length + KeyBytes)..];
        var categories = ReadCategories(ref rest);
        return ReadCards(rest, key, categories);
    }

    private static List<string> ReadCategories(ref ReadOnlySpan<byte> rest)
    {
        var categories = new List<string>();
        var count = rest[0];
        rest = rest[1..];
        for (var i = 0; i < count; i++)
        {
            if (rest.IsEmpty || rest.Length <= rest[0])
                throw new FormatException("it ends within its categories");
            categories.Add(Encoding.ASCII.GetString(rest.Slice(1, rest[0])));
            rest = rest[(1 + rest[0])..];
        }
        return categories;
    }

    private static CardList ReadCards(ReadOnlySpan<byte> rest, ReadOnlySpan<byte> key, List<string> categories)
    {
        var count = rest.Length < 4 ? uint.MaxValue : BinaryPrimitives.ReadUInt32BigEndian(rest);
        if (rest.Length - 4 != count * (long)CardBytes)
            throw new FormatException("its number of cards is not that of the cards in it");
        rest = rest[4..];
        var (keys, cards) = (new SubjectKey[count], new Card[count]);
        for (var i = 0; i < keys.Length; i++)
        {
            var one = rest.Slice(i * CardBytes, CardBytes);
            if (one[17] > Denied)
                throw new FormatException($"card {i} has flags {one[17]}, which this version does not know");
            keys[i] = SubjectKey.Read(one);
            cards[i] = new Card(
                one[16], one[17] == Denied, BinaryPrimitives.ReadUInt32BigEndian(one[18..]),
                BinaryPrimitives.ReadUInt32BigEndian(one[22..]));
        }
        CardList.Check(key.Length, categories, keys, cards);
        return new CardList(key.ToArray(), categories, keys, cards);
    }
}
