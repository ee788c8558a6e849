using CheckIn.Fixtures;
using CheckIn.Gate.Scanning.Qr;

namespace CheckIn.Gate.Tests.Scanning.Qr;

/// <summary>
/// Codes of one size at one place, each frame with half of the symbol washed out: far more than any level corrects, so
/// that what is read is read from several frames together.
/// </summary>
public class FrameMemoryTests
{
    private const int Side = 240;
    private const int FramesToForget = 6;
    private static readonly GreyPicture Empty = GreyPicture.Of(Side, Side, 160);
    private readonly QrReader _reader = new(new AskedTime(TimeSpan.FromMilliseconds(10)));

    /// <summary>Which part of a code glare leaves.</summary>
    public enum Half { Left, Right, Upper, Lower, Whole }

    public static TheoryData<int> Numbers => [.. Enumerable.Range(0, 5)];

    [Theory]
    [MemberData(nameof(Numbers))]
    public void Halves_that_successive_frames_show_are_read_together(int number)
    {
        var (first, second) = number % 2 == 0 ? (Half.Left, Half.Right) : (Half.Lower, Half.Upper);
        Assert.Empty(Read(new QrReader(new AskedTime(TimeSpan.FromMilliseconds(10))), Show(number, second)));
        Assert.Empty(Read(_reader, Show(number, first)));
        Assert.Equal([Text(number)], Read(_reader, Show(number, second)));
    }

    [Fact]
    public void A_still_picture_remembers_nothing()
    {
        var reader = new QrReader(new AskedTime(TimeSpan.FromMilliseconds(200)));
        foreach (var half in (Half[])[Half.Left, Half.Right])
        {
            var picture = Show(1, half);
            Assert.Empty(reader.Read(picture.Pixels, Side, Side, Side, ReadEffort.Still));
        }
    }

    [Fact]
    public void The_same_frame_again_shows_nothing_more()
    {
        for (var i = 0; i < 6; i++)
            Assert.Empty(Read(_reader, Show(1, Half.Left)));
    }

    [Fact]
    public void A_code_that_was_read_in_between_leaves_nothing_of_the_one_before()
    {
        Assert.Empty(Read(_reader, Show(1, Half.Left)));
        Assert.Equal([Text(2)], Read(_reader, Show(2, Half.Whole)));
        Assert.Empty(Read(_reader, Show(1, Half.Right)));
    }

    [Fact]
    public void After_some_frames_without_it_a_code_is_forgotten()
    {
        Assert.Empty(Read(_reader, Show(1, Half.Left)));
        for (var i = 0; i < FramesToForget; i++)
            Assert.Empty(Read(_reader, Empty));
        Assert.Empty(Read(_reader, Show(1, Half.Right)));
    }

    [Fact]
    public void A_frame_or_two_without_it_do_not_matter()
    {
        Assert.Empty(Read(_reader, Show(1, Half.Left)));
        Assert.Empty(Read(_reader, Empty));
        Assert.Empty(Read(_reader, Empty));
        Assert.Equal([Text(1)], Read(_reader, Show(1, Half.Right)));
    }

    /// <summary>Two people who follow each other closely, both with glare on their codes.</summary>
    [Theory]
    [MemberData(nameof(Numbers))]
    public void Two_codes_never_become_a_third(int number)
    {
        var random = new Random(number);
        string[] texts = [Text(number), Text(number + 100)];
        for (var i = 0; i < 6; i++)
        {
            var shown = number + (100 * random.Next(2));
            Assert.All(Read(_reader, Show(shown, (Half)random.Next(4))), text => Assert.Contains(text, texts));
        }
    }

    [Fact]
    public void Another_size_or_place_begins_anew()
    {
        var (memory, evidence) = (new FrameMemory(), Evidence(25));
        Assert.False(Add(2, 100));
        Assert.True(Add(2, 110));
        Assert.Equal(2, memory.Count);
        Assert.False(Add(3, 110));
        Assert.Equal(1, memory.Count);
        Assert.False(Add(3, 180));
        Assert.Equal(1, memory.Count);
        Assert.True(Add(3, 190));
        Assert.False(Add(3, 190, inverted: true));

        bool Add(int version, float x, bool inverted = false)
        {
            memory.NextFrame();
            return memory.Add(evidence, version, inverted, new(x, 100), extent: 50);
        }
    }

    [Fact]
    public void One_frame_counts_once()
    {
        var (memory, evidence) = (new FrameMemory(), Evidence(21));
        memory.NextFrame();
        Assert.False(memory.Add(evidence, 1, false, new(50, 50), 60));
        Assert.False(memory.Add(evidence, 1, false, new(50, 50), 60));
        Assert.Equal(1, memory.Count);
    }

    [Fact]
    public void What_is_remembered_is_bounded()
    {
        var (memory, evidence) = (new FrameMemory(), Evidence(21));
        for (var i = 0; i < 100; i++)
        {
            memory.NextFrame();
            memory.Add(evidence, 1, false, new(50, 50), 60);
            Assert.InRange(memory.Count, 1, 12);
        }
    }

    private static EvidenceGrid Evidence(int size)
    {
        var (evidence, warp) = (new EvidenceGrid(), new Warp());
        warp.Reset(new(3, 0, 0, 0, 3, 0, 0, 0, 1), size);
        var picture = GreyPicture.Of(100, 100, 90);
        evidence.Sample(new(picture.Pixels, 100, 100, 100), warp, inverted: false);
        evidence.Decide(new ModuleGrid(), 0);
        return evidence;
    }

    private static List<string> Read(QrReader reader, GreyPicture frame) =>
        [.. reader.Read(frame.Pixels, frame.Width, frame.Height, frame.Width, ReadEffort.Frame).Select(code => code.Text)];

    private static string Text(int number) => $"CI1:{number:0000}:{number * 7919 % 1000003:0000000}:mã thử";

    /// <summary>The finders stand out of the glare: a symbol that is not noticed is not remembered.</summary>
    private static GreyPicture Show(int number, Half half)
    {
        var look = new QrLook { ModuleSize = 5, Rotation = number * 3, Light = 200 };
        var picture = QrPicture.Draw(Text(number), look, Side, Side);
        var modules = QrPicture.Modules(Text(number)).GetLength(0);
        var (sin, cos) = Math.SinCos(look.Rotation * Math.PI / 180);
        for (var y = 0; y < Side; y++)
        {
            for (var x = 0; x < Side; x++)
            {
                var (dx, dy) = ((x - (Side / 2)) / look.ModuleSize, (y - (Side / 2)) / look.ModuleSize);
                var (u, v) = ((dx * cos) + (dy * sin), (dy * cos) - (dx * sin));
                if (IsWashedOut(half, u, v, modules / 2.0))
                    picture[x, y] = 255;
            }
        }
        return picture;
    }

    private static bool IsWashedOut(Half half, double u, double v, double side)
    {
        var inFinders = Math.Max(Math.Abs(u), Math.Abs(v)) > side
            || (Math.Abs(u) > side - 9 && Math.Abs(v) > side - 9 && (u < 0 || v < 0));
        return !inFinders && half switch
        {
            Half.Left => u > 1.5,
            Half.Right => u < -1.5,
            Half.Upper => v > 1.5,
            Half.Lower => v < -1.5,
            _ => false,
        };
    }
}
