using CheckIn.Gate.Scanning.Qr;

namespace CheckIn.Gate.Tests.Scanning.Qr;

public class CodewordsTests
{
    private const float Doubtful = 0.1f;
    private readonly Codewords _codewords = new();

    public static TheoryData<int> Versions => [1, 2, 5, 7, 14, 27, 40];

    [Theory]
    [MemberData(nameof(Versions))]
    public void The_data_of_all_blocks_come_in_their_order(int version)
    {
        foreach (var level in Enum.GetValues<ErrorCorrectionLevel>())
        {
            var data = RandomData(version, level);
            var grid = WrittenSymbol.Of(Written(data), version, level, mask: version % 8).Grid();
            var read = _codewords.Decode(grid, version, level, version % 8, giveUp: false, out var corrected);
            Assert.Equal((0, 0), (corrected, _codewords.FailedBlocks));
            Assert.Equal(data, read[..data.Length].ToArray());
        }
    }

    /// <summary>2-Q: 22 check words, of which four are kept against chance; so 11 wrong codewords that must be found, or 18 given up.</summary>
    [Theory]
    [InlineData(11, false, false, true)]
    [InlineData(12, false, false, false)]
    [InlineData(12, true, false, false)]
    [InlineData(12, true, true, true)]
    [InlineData(18, true, true, true)]
    [InlineData(19, true, true, false)]
    public void The_least_certain_codewords_are_given_up_first(int wrong, bool giveUp, bool doubted, bool isRead)
    {
        var data = RandomData(2, ErrorCorrectionLevel.Q);
        var order = Enumerable.Range(0, QrVersion.Codewords(2)).ToArray();
        for (var seed = 0; seed < 20; seed++)
        {
            var grid = WrittenSymbol.Of(Written(data), 2, ErrorCorrectionLevel.Q, 4).Grid();
            new Random(seed).Shuffle(order);
            foreach (var codeword in order[..wrong])
                Spoil(grid, codeword, doubted ? Doubtful : 1);
            var read = _codewords.Decode(grid, 2, ErrorCorrectionLevel.Q, 4, giveUp, out _);
            Assert.Equal((isRead, isRead ? 0 : 1), (!read.IsEmpty, _codewords.FailedBlocks));
            if (isRead)
                Assert.Equal(data, read[..data.Length].ToArray());
        }
    }

    [Fact]
    public void Certainty_is_that_of_the_least_certain_module()
    {
        var data = RandomData(2, ErrorCorrectionLevel.Q);
        var grid = WrittenSymbol.Of(Written(data), 2, ErrorCorrectionLevel.Q, 0).Grid();
        for (var codeword = 0; codeword < 18; codeword++)
            Spoil(grid, codeword, Doubtful, modules: 1);
        var read = _codewords.Decode(grid, 2, ErrorCorrectionLevel.Q, 0, giveUp: true, out var corrected);
        Assert.Equal(data, read[..data.Length].ToArray());
        Assert.Equal(18, corrected);
    }

    [Fact]
    public void Every_block_that_fails_is_counted_where_nothing_is_hurried()
    {
        var symbol = WrittenSymbol.Of(Written(RandomData(5, ErrorCorrectionLevel.H)), 5, ErrorCorrectionLevel.H, 1);
        var grid = symbol.Grid();
        // The codewords of four blocks take turns, 46 of data (two blocks have one more) and then the check words. Twelve
        // of the second's and of the fourth's are one too many.
        foreach (var codeword in Enumerable.Range(0, 22).Select(i => 1 + (2 * i)).Append(47).Append(49))
            Spoil(grid, codeword, 1);
        Assert.True(_codewords.Decode(grid, 5, ErrorCorrectionLevel.H, 1, giveUp: true, out _).IsEmpty);
        Assert.Equal(2, _codewords.FailedBlocks);
    }

    /// <summary>1-L could correct three errors, but three of its seven check words are kept against misreading.</summary>
    [Theory]
    [InlineData(2, true)]
    [InlineData(3, false)]
    public void The_smallest_symbols_keep_check_words_against_misreading(int wrong, bool isRead)
    {
        var grid = WrittenSymbol.Of(Written([1, 2, 3]), 1, ErrorCorrectionLevel.L, 2).Grid();
        for (var codeword = 0; codeword < wrong; codeword++)
            Spoil(grid, codeword * 5, 1);
        Assert.Equal(isRead, !_codewords.Decode(grid, 1, ErrorCorrectionLevel.L, 2, giveUp: false, out _).IsEmpty);
    }

    /// <summary>Turns modules of a codeword over, at least one of them as seen with the given certainty.</summary>
    private static void Spoil(ModuleGrid grid, int codeword, float certainty, int modules = 8)
    {
        var size = grid.Size;
        foreach (var place in SymbolLayout.Of((size - 17) / 4).Zigzag.AsSpan(codeword * 8, modules))
            grid.Set(place % size, place / size, grid.Bit(place) == 0, certainty);
    }

    private static byte[] RandomData(int version, ErrorCorrectionLevel level)
    {
        var check = QrVersion.CheckWordsPerBlock(version, level) * QrVersion.Blocks(version, level);
        var data = new byte[QrVersion.Codewords(version) - check - 1];
        new Random(version).NextBytes(data);
        return data;
    }

    private static BitWriter Written(byte[] data) => new BitWriter().Add(data);
}
