using System.Buffers.Binary;
using CheckIn.Fixtures;
using CheckIn.Passes;
using FsCheck;
using FsCheck.Fluent;

namespace CheckIn.Shared.Tests.Passes;

public sealed class RevocationListTests
{
    private static readonly DateTimeOffset Now = SyntheticPasses.Now;

    [Fact]
    public void It_names_those_on_it_and_nobody_else() => Prop.ForAll(
        Gen.Choose(0, 300).SelectMany(static count => Gen.Choose(0, int.MaxValue - 1)
            .SelectMany(seed => Gen.Choose(10, 40).Select(bits => (count, seed, bits)))).ToArbitrary(),
        static drawn =>
        {
            var random = new Random(drawn.seed);
            var passes = Drawn(random, drawn.count, 1L << drawn.bits);
            var list = RevocationList.Parse(RevocationList.Write(3, Now, passes));
            return list.Count == passes.Count && list.Version == 3
                && list.IssuedAt.ToUnixTimeSeconds() == Now.ToUnixTimeSeconds()
                && passes.All(pass => list.Contains(Id(pass)))
                && Enumerable.Range(0, 300).Select(_ => random.NextInt64(1L << drawn.bits))
                    .All(pass => list.Contains(Id(pass)) == passes.Contains(pass));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(300));

    [Fact]
    public void The_first_and_the_last_pass_there_can_be_are_named()
    {
        var passes = new SortedSet<long> { 0, 1, (1L << PassId.ShortBits) - 2, (1L << PassId.ShortBits) - 1 };
        var list = RevocationList.Parse(RevocationList.Write(1, Now, passes));
        Assert.All(passes, pass => Assert.True(list.Contains(Id(pass))));
        Assert.False(list.Contains(Id(2)));
    }

    /// <summary>What the documents state.</summary>
    [Fact]
    public void A_hundred_thousand_take_just_over_three_bytes_each()
    {
        var document = RevocationList.Write(1, Now, Drawn(new Random(1), 100_000, 1L << PassId.ShortBits));
        Assert.InRange(document.Length / 100_000.0, 3.0, 3.15);
    }

    [Fact]
    public void To_look_one_up_allocates_nothing()
    {
        var list = RevocationList.Parse(RevocationList.Write(1, Now, Drawn(new Random(2), 10_000, 1L << PassId.ShortBits)));
        var id = PassId.New();
        list.Contains(id);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1000; i++)
            list.Contains(id);
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    [Fact]
    public void Every_cut_and_everything_that_follows_is_found()
    {
        var document = RevocationList.Write(1, Now, Drawn(new Random(3), 500, 1L << PassId.ShortBits));
        for (var length = 0; length < document.Length; length++)
            Assert.Throws<FormatException>(() => RevocationList.Parse(document.AsSpan(0, length)));
        Assert.Throws<FormatException>(() => RevocationList.Parse([.. document, 0]));
    }

    [Fact]
    public void No_flipped_bit_makes_it_throw_anything_else_or_go_beyond_its_number()
    {
        var document = RevocationList.Write(1, Now, Drawn(new Random(4), 200, 1L << PassId.ShortBits));
        for (var bit = 0; bit < document.Length * 8; bit++)
        {
            document[bit / 8] ^= (byte)(1 << (bit % 8));
            try
            {
                Assert.InRange(RevocationList.Parse(document).Count, 0, 400);
            }
            catch (FormatException)
            {
                // Found.
            }
            document[bit / 8] ^= (byte)(1 << (bit % 8));
        }
    }

    [Fact]
    public void A_number_that_the_bytes_cannot_hold_takes_no_memory()
    {
        var document = RevocationList.Write(1, Now, Drawn(new Random(5), 10, 1L << PassId.ShortBits));
        BinaryPrimitives.WriteInt32BigEndian(document.AsSpan(20), RevocationList.Most);
        Assert.Throws<FormatException>(() => RevocationList.Parse(document));
        BinaryPrimitives.WriteInt32BigEndian(document.AsSpan(20), RevocationList.Most + 1);
        Assert.Throws<FormatException>(() => RevocationList.Parse(document));
        BinaryPrimitives.WriteInt32BigEndian(document.AsSpan(20), -1);
        Assert.Throws<FormatException>(() => RevocationList.Parse(document));
    }

    [Fact]
    public void It_is_written_in_order_only() =>
        Assert.Throws<ArgumentException>(() => RevocationList.Write(1, Now, [5, 5]));

    private static SortedSet<long> Drawn(Random random, int count, long below)
    {
        var passes = new SortedSet<long>();
        while (passes.Count < Math.Min(count, below))
            passes.Add(random.NextInt64(below));
        return passes;
    }

    private static PassId Id(long pass)
    {
        var bytes = new byte[PassId.Size];
        BinaryPrimitives.WriteInt64BigEndian(bytes, pass << (64 - PassId.ShortBits));
        return PassId.Of(bytes);
    }
}
