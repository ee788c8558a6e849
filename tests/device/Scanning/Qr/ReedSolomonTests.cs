using CheckIn.Gate.Scanning.Qr;

namespace CheckIn.Gate.Tests.Scanning.Qr;

public class ReedSolomonTests
{
    private const int Rounds = 4000;

    /// <summary>Version 1-M of ISO/IEC 18004, annex I: "01234567".</summary>
    private static readonly byte[] Block =
    [
        0x10, 0x20, 0x0C, 0x56, 0x61, 0x80, 0xEC, 0x11, 0xEC, 0x11, 0xEC, 0x11, 0xEC, 0x11, 0xEC, 0x11,
        0xA5, 0x24, 0xD4, 0xC1, 0xED, 0x36, 0xC7, 0x87, 0x2C, 0x55,
    ];

    [Fact]
    public void The_standards_own_example_is_whole()
    {
        var block = Block.ToArray();
        Assert.Equal(0, ReedSolomon.Correct(block, 10, 5));
        Assert.Equal(Block, WrittenSymbol.WithCheckWords(Block.AsSpan(0, 16), 10));
    }

    /// <summary>A missing codeword costs one check word, an error two.</summary>
    [Fact]
    public void Any_errors_and_erasures_that_the_check_words_pay_for_are_corrected()
    {
        var random = new Random(1);
        for (var i = 0; i < Rounds; i++)
        {
            var (whole, check) = RandomBlock(random);
            var erased = random.Next(check + 1);
            var errors = random.Next(((check - erased) / 2) + 1);
            var (damaged, places) = Damaged(random, whole, errors + erased);
            var corrected = ReedSolomon.Correct(damaged, check, (check - erased) / 2, places.AsSpan(0, erased));
            Assert.Equal((errors + erased, true), (corrected, damaged.AsSpan().SequenceEqual(whole)));
        }
    }

    [Fact]
    public void Codewords_that_were_given_up_without_need_are_not_counted_as_corrected()
    {
        var random = new Random(2);
        for (var i = 0; i < Rounds; i++)
        {
            var (whole, check) = RandomBlock(random);
            var erased = random.Next(check + 1);
            var wrong = random.Next(erased + 1);
            var (damaged, places) = Damaged(random, whole, erased);
            foreach (var place in places.Skip(wrong))
                damaged[place] = whole[place];
            Assert.Equal(wrong, ReedSolomon.Correct(damaged, check, 0, places));
            Assert.Equal(whole, damaged);
        }
    }

    [Fact]
    public void More_errors_than_allowed_are_not_corrected()
    {
        var random = new Random(3);
        for (var i = 0; i < Rounds; i++)
        {
            var (whole, check) = RandomBlock(random);
            var errors = 1 + random.Next(check / 2);
            var (damaged, _) = Damaged(random, whole, errors);
            Assert.Equal(-1, ReedSolomon.Correct(damaged, check, random.Next(errors)));
        }
    }

    /// <summary>What lies beyond the check words' means may be near another codeword; then that one it is, and as near as said.</summary>
    [Fact]
    public void Beyond_its_means_it_says_so_or_gives_a_codeword_no_farther_than_it_claims()
    {
        var random = new Random(4);
        var refused = 0;
        for (var i = 0; i < Rounds; i++)
        {
            var (whole, check) = RandomBlock(random);
            var erased = random.Next(check + 1);
            var errors = Math.Min(((check - erased) / 2) + 1 + random.Next(10), whole.Length - erased);
            var (damaged, places) = Damaged(random, whole, errors + erased);
            var before = damaged.ToArray();
            var allowed = (check - erased) / 2;
            var corrected = ReedSolomon.Correct(damaged, check, allowed, places.AsSpan(0, erased));
            if (corrected < 0)
            {
                refused++;
                continue;
            }
            Assert.Equal(WrittenSymbol.WithCheckWords(damaged.AsSpan(0, damaged.Length - check), check), damaged);
            var changed = Enumerable.Range(0, before.Length).Where(place => before[place] != damaged[place]).ToArray();
            Assert.Equal(corrected, changed.Length);
            Assert.InRange(changed.Except(places.Take(erased)).Count(), 0, allowed);
        }
        Assert.True(refused > Rounds / 2, $"Only {refused} of {Rounds} were refused.");
    }

    /// <summary>Of the sizes that table 9 has: 7 to 30 check words, up to 153 codewords.</summary>
    private static (byte[] Whole, int Check) RandomBlock(Random random)
    {
        var check = 7 + random.Next(24);
        var data = new byte[1 + random.Next(123)];
        random.NextBytes(data);
        return (WrittenSymbol.WithCheckWords(data, check), check);
    }

    private static (byte[] Damaged, int[] Places) Damaged(Random random, byte[] whole, int count)
    {
        var damaged = whole.ToArray();
        var places = Enumerable.Range(0, whole.Length).ToArray();
        random.Shuffle(places);
        places = places[..Math.Min(count, places.Length)];
        foreach (var place in places)
            damaged[place] ^= (byte)(1 + random.Next(255));
        return (damaged, places);
    }
}
