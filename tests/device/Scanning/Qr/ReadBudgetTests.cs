using CheckIn.Fixtures;
using CheckIn.Gate.Scanning.Qr;

namespace CheckIn.Gate.Tests.Scanning.Qr;

/// <summary>On walls of finder patterns, which belong together in thousands of ways that all come to nothing.</summary>
public class ReadBudgetTests
{
    /// <summary>Asks beyond the one that found the time spent: each loop around the innermost asks once more.</summary>
    private const int AsksToEnd = 16;

    [Theory]
    [InlineData(ReadEffort.Frame, 10, 40)]
    [InlineData(ReadEffort.Frame, 4, 40)]
    [InlineData(ReadEffort.Still, 100, 2000)]
    public void A_reading_ends_when_its_time_is_spent(ReadEffort effort, int msPerAsk, int budgetMs)
    {
        foreach (var picture in (GreyPicture[])[Wall(4), Wall(5, shift: 3)])
        {
            var time = new AskedTime(TimeSpan.FromMilliseconds(msPerAsk));
            var reader = new QrReader(time);
            Assert.Empty(reader.Read(picture.Pixels, picture.Width, picture.Height, picture.Width, effort));
            Assert.InRange(time.Asked, budgetMs / msPerAsk, (budgetMs / msPerAsk) + 1 + AsksToEnd);
        }
    }

    [Fact]
    public void Without_time_nothing_is_tried()
    {
        var reader = new QrReader(new AskedTime(TimeSpan.FromHours(1)));
        var picture = QrPicture.Draw("mã của cổng", new QrLook());
        Assert.Empty(reader.Read(picture.Pixels, picture.Width, picture.Height, picture.Width));
        Assert.Equal(ReadStage.NoFinders, reader.Reached);
    }

    [Fact]
    public void A_budget_is_spent_when_its_time_has_passed()
    {
        var time = new FakeTime();
        var budget = new ReadBudget(time, TimeSpan.FromMilliseconds(40));
        time.Advance(TimeSpan.FromMilliseconds(39));
        Assert.False(budget.IsSpent);
        time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.True(budget.IsSpent);
    }

    private static GreyPicture Wall(int moduleSize, int shift = 0)
    {
        var picture = GreyPicture.Of(320, 240, 220);
        for (var y = 0; y < picture.Height; y++)
        {
            for (var x = 0; x < picture.Width; x++)
            {
                var (column, row) = (x / moduleSize, y / moduleSize);
                var (u, v) = (Math.Abs(((column + (row / 9 * shift)) % 9) - 4), Math.Abs((row % 9) - 4));
                if (Math.Max(u, v) is < 2 or 3)
                    picture[x, y] = 30;
            }
        }
        return picture;
    }
}
