using CheckIn.Gate.Scanning.Qr;

namespace CheckIn.Gate.Tests.Scanning.Qr;

/// <summary>Against the plainest model there is, at sizes around the ends of words.</summary>
public class BitmapTests
{
    private static readonly int[] Sides = [1, 2, 21, 63, 64, 65, 127, 128, 129, 191, 200];

    public static TheoryData<int> Widths => [.. Sides];

    [Theory]
    [MemberData(nameof(Widths))]
    public void Edges_are_where_neighbours_differ(int width) => ForPictures(width, (model, bitmap) =>
    {
        var edges = new int[width + 2];
        for (var y = 0; y < bitmap.Height; y++)
        {
            var expected = Enumerable.Range(0, width + 1).Where(x => Dark(model, x - 1, y) != Dark(model, x, y)).ToArray();
            var count = bitmap.Edges(y, edges);
            Assert.Equal(expected, edges[..count]);
        }
    });

    [Theory]
    [MemberData(nameof(Widths))]
    public void Runs_end_at_the_next_pixel_that_differs(int width) => ForPictures(width, (model, bitmap) =>
    {
        for (var y = 0; y < bitmap.Height; y++)
        {
            for (var x = 0; x < width; x++)
            {
                int end = x, start = x;
                while (end < width && model[end, y] == model[x, y])
                    end++;
                while (start >= 0 && model[start, y] == model[x, y])
                    start--;
                Assert.Equal((end, start), (bitmap.RunEnd(x, y), bitmap.RunStart(x, y)));
            }
        }
    });

    [Theory]
    [MemberData(nameof(Widths))]
    public void Transposed_columns_are_rows_whatever_stood_there_before(int width)
    {
        var columns = Of(Random(new Random(3), 200, 200, 50));
        ForPictures(width, (model, bitmap) =>
        {
            columns.Transpose(bitmap);
            Assert.Equal((bitmap.Height, bitmap.Width), (columns.Width, columns.Height));
            for (var y = 0; y < bitmap.Height; y++)
            {
                for (var x = 0; x < width; x++)
                    Assert.Equal(model[x, y], columns.IsDark(y, x));
            }
            for (var x = 0; x < width; x++)
                Assert.True(EndsLight(columns, x), "Bits past the end of a row are light.");
        });
    }

    [Fact]
    public void What_lies_outside_is_not_contained()
    {
        var bitmap = new Bitmap();
        bitmap.Resize(64, 3);
        Assert.All([(0, 0), (63, 2)], at => Assert.True(bitmap.Contains(at.Item1, at.Item2)));
        Assert.All([(-1, 0), (0, -1), (64, 0), (0, 3)], at => Assert.False(bitmap.Contains(at.Item1, at.Item2)));
    }

    private static void ForPictures(int width, Action<bool[,], Bitmap> hold)
    {
        var random = new Random(width);
        foreach (var height in Sides)
        {
            foreach (var percent in (int[])[0, 3, 50, 97, 100])
            {
                var model = Random(random, width, height, percent);
                hold(model, Of(model));
            }
        }
    }

    private static bool[,] Random(Random random, int width, int height, int percentDark)
    {
        var model = new bool[width, height];
        for (var y = 0; y < height; y++)
        {
            for (var x = 0; x < width; x++)
                model[x, y] = random.Next(100) < percentDark;
        }
        return model;
    }

    private static Bitmap Of(bool[,] model)
    {
        var bitmap = new Bitmap();
        bitmap.Resize(model.GetLength(0), model.GetLength(1));
        for (var y = 0; y < bitmap.Height; y++)
        {
            bitmap.Row(y).Clear();
            for (var x = 0; x < bitmap.Width; x++)
                bitmap.Row(y)[x / 64] |= model[x, y] ? 1UL << (x % 64) : 0;
        }
        return bitmap;
    }

    private static bool EndsLight(Bitmap bitmap, int y) =>
        Enumerable.Range(bitmap.Width, (bitmap.WordsPerRow * 64) - bitmap.Width).All(x => !bitmap.IsDark(x, y));

    private static bool Dark(bool[,] model, int x, int y) => x >= 0 && x < model.GetLength(0) && model[x, y];
}
