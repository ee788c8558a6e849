using CheckIn.Gate.Scanning.Qr;
using FsCheck;
using FsCheck.Fluent;

namespace CheckIn.Gate.Tests.Scanning.Qr;

public class FormatInformationTests
{
    /// <summary>The standard's own sequence for level M and mask 5 (ISO/IEC 18004, annex C.2).</summary>
    private const int LevelMMask5 = 0b100000011001110;
    /// <summary>The standard's own sequence for version 7 (annex D.2).</summary>
    private const int Version7 = 0b000111110010010100;

    [Fact]
    public void The_standards_example_is_level_M_with_mask_5() =>
        Assert.Equal((ErrorCorrectionLevel.M, 5, 1f), FormatInformation.Format(WithFormat(LevelMMask5, LevelMMask5)));

    [Fact]
    public void Any_three_wrong_bits_are_borne_in_both_copies() =>
        Prop.ForAll(Damage(15), Damage(15), (one, other) =>
            FormatInformation.Format(WithFormat(LevelMMask5 ^ one, LevelMMask5 ^ other)) is
                (ErrorCorrectionLevel.M, 5, > 0.5f))
            .QuickCheckThrowOnFailure();

    [Fact]
    public void One_copy_is_enough_where_the_other_shows_nothing() =>
        Assert.True(FormatInformation.Format(WithFormat(~LevelMMask5, LevelMMask5 ^ 0b101, certainty: 0.1f)) is
            (ErrorCorrectionLevel.M, 5, > 0.5f));

    [Fact]
    public void What_is_far_from_every_sequence_is_illegible() =>
        Assert.True(Enumerable.Range(0, 1 << 15).Min(word => FormatInformation.Format(WithFormat(word, word)).Match) < 0.5f);

    [Fact]
    public void The_standards_version_7_is_read_with_any_three_wrong_bits() =>
        Prop.ForAll(Damage(18), damage => FormatInformation.Version(WithVersion(Version7 ^ damage)) == 7)
            .QuickCheckThrowOnFailure();

    /// <summary>A word of at most three ones.</summary>
    private static Arbitrary<int> Damage(int bits) => Gen.Choose(0, bits - 1).ListOf(3)
        .Select(places => places.Aggregate(0, (word, place) => word | (1 << place))).ToArbitrary();

    /// <summary>Figure 25 of the standard: bit 14 first, once around the top left, once along the other two finders.</summary>
    private static ModuleGrid WithFormat(int first, int second, float certainty = 1)
    {
        const int Size = 21;
        var grid = new ModuleGrid();
        grid.Reset(Size);
        (int X, int Y)[] around =
        [
            (0, 8), (1, 8), (2, 8), (3, 8), (4, 8), (5, 8), (7, 8), (8, 8),
            (8, 7), (8, 5), (8, 4), (8, 3), (8, 2), (8, 1), (8, 0),
        ];
        for (var i = 0; i < 15; i++)
        {
            grid.Set(around[i].X, around[i].Y, ((first >> (14 - i)) & 1) != 0, certainty);
            var (x, y) = i < 7 ? (8, Size - 1 - i) : (Size - 15 + i, 8);
            grid.Set(x, y, ((second >> (14 - i)) & 1) != 0);
        }
        return grid;
    }

    /// <summary>Figure 28: bit 0 first, in columns of three at the top right and rows of three at the bottom left.</summary>
    private static ModuleGrid WithVersion(int bits)
    {
        const int Size = 45;
        var grid = new ModuleGrid();
        grid.Reset(Size);
        for (var i = 0; i < 18; i++)
        {
            var dark = ((bits >> i) & 1) != 0;
            grid.Set(Size - 11 + (i % 3), i / 3, dark);
            grid.Set(i / 3, Size - 11 + (i % 3), dark);
        }
        return grid;
    }
}
