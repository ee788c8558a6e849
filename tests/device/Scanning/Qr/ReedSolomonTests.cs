using CheckIn.Gate.Scanning.Qr;
using FsCheck;
using FsCheck.Fluent;

namespace CheckIn.Gate.Tests.Scanning.Qr;

public class ReedSolomonTests
{
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
    }

    [Fact]
    public void Any_errors_up_to_half_the_check_words_are_corrected()
    {
        var damage = Gen.Choose(0, 5).SelectMany(count => Gen.Choose(0, (Block.Length * 255) - 1).ListOf(count)).ToArbitrary();
        Prop.ForAll(damage, places =>
        {
            var block = Block.ToArray();
            foreach (var place in places)
                block[place % Block.Length] = (byte)(Block[place % Block.Length] ^ ((place / Block.Length) + 1));
            return ReedSolomon.Correct(block, 10, 5) >= 0 && block.AsSpan().SequenceEqual(Block);
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void More_errors_than_allowed_are_not_corrected()
    {
        var block = Block.ToArray();
        for (var i = 0; i < 3; i++)
            block[i * 4] ^= 0x5A;
        Assert.Equal(-1, ReedSolomon.Correct(block, 10, 2));
    }
}
