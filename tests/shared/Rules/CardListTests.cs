using System.Security.Cryptography;
using CheckIn.Credentials;
using CheckIn.Rules;

namespace CheckIn.Shared.Tests.Rules;

public sealed class CardListTests
{
    [Fact]
    public void A_list_is_read_as_it_was_written()
    {
        var list = Sample(1000);
        var read = CardDocument.Read(CardDocument.Write(list));
        Assert.Equal(list.Count, read.Count);
        Assert.Equal(list.Key.ToArray(), read.Key.ToArray());
        Assert.Equal(list.Categories, read.Categories);
        for (var i = 0; i < 1000; i++)
        {
            Assert.True(list.TryFind(Subject(i), out var was));
            Assert.True(read.TryFind(Subject(i), out var isNow));
            Assert.Equal(was, isNow);
        }
        Assert.False(read.TryFind(Subject(1000), out _));
    }

    [Fact]
    public void A_document_that_is_cut_or_has_a_changed_bit_is_refused()
    {
        var document = CardDocument.Write(Sample(3));
        for (var length = 0; length < document.Length; length++)
            Assert.Throws<FormatException>(() => CardDocument.Read(document.AsSpan(0, length)));
        for (var bit = 0; bit < document.Length * 8; bit++)
        {
            var changed = document.ToArray();
            changed[bit / 8] ^= (byte)(1 << bit % 8);
            Assert.Throws<FormatException>(() => CardDocument.Read(changed));
        }
    }

    /// <summary>Whoever can make a good hash still cannot make a list that is none.</summary>
    [Fact]
    public void Whatever_its_content_a_document_is_a_list_or_is_refused()
    {
        var random = new Random(5);
        var (document, lists) = (CardDocument.Write(Sample(3)), 0);
        for (var i = 0; i < 20_000; i++)
        {
            var body = document[..^SHA256.HashSizeInBytes];
            for (var change = random.Next(1, 4); change > 0; change--)
                body[random.Next(8, body.Length)] = (byte)random.Next(256);
            body = body[..(random.Next(4) == 0 ? random.Next(body.Length) : body.Length)];
            try
            {
                var list = CardDocument.Read([.. body, .. SHA256.HashData(body)]);
                Assert.True(list.Count <= 3);
                lists++;
            }
            catch (FormatException)
            {
                // Said why.
            }
        }
        Assert.InRange(lists, 1, 19_999);
    }

    [Fact]
    public void A_card_that_is_listed_twice_or_is_of_no_category_makes_no_list()
    {
        Assert.Throws<FormatException>(() => CardList.Of(Rulebook.Key, ["staff"], [(Subject(1), default), (Subject(1), default)]));
        Assert.Throws<FormatException>(() => CardList.Of(Rulebook.Key, ["staff"], [(Subject(1), new Card(1, false, 0, 0))]));
        Assert.Throws<FormatException>(() => CardList.Of(Rulebook.Key, ["Staff"], []));
        Assert.Throws<FormatException>(() => CardList.Of([], [], []));
    }

    private static CardList Sample(int count) => CardList.Of(
        Rulebook.Key, ["staff", "guest"],
        Enumerable.Range(0, count).Select(static i => (Subject(i), new Card((byte)(i % 2), i % 7 == 0, (uint)i, (uint)(2 * i)))));

    private static SubjectKey Subject(int number) => Rulebook.Of($"card:{number}");
}
