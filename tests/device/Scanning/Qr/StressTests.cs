using CheckIn.Fixtures;
using CheckIn.Fixtures.Stress;
using CheckIn.Gate.Scanning.Qr;

namespace CheckIn.Gate.Tests.Scanning.Qr;

/// <summary>The mild end of every curve that the bench's <c>stress</c> draws; the rest of the curves is no pass or fail.</summary>
public class StressTests
{
    /// <summary>An identity card, a short pass and an address; the large certificates take longer to draw.</summary>
    private static readonly int[] Numbers = [0, 1, 3];
    // A clock that stands still: on a slow machine the time granted must not decide.
    private readonly QrReader _reader = new(new AskedTime(TimeSpan.FromMicroseconds(50)));

    public static TheoryData<string> Kinds => [.. StressSet.Kinds.Select(kind => kind.Name)];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Mild_damage_of_every_kind_is_borne(string name)
    {
        var kind = StressSet.Kinds.Single(kind => kind.Name == name);
        foreach (var number in Numbers)
        {
            var (text, picture) = kind.Draw(kind.Mild, number);
            var codes = _reader.Read(picture.Pixels, picture.Width, picture.Height, picture.Width, ReadEffort.Still);
            Assert.Equal([text], codes.Select(code => code.Text));
        }
    }

    [Fact]
    public void The_same_number_draws_the_same_picture()
    {
        foreach (var kind in StressSet.Kinds.Where(kind => kind.Name is "phone" or "card" or "blot"))
            Assert.Equal(kind.Draw(1, 3).Picture.Pixels, kind.Draw(1, 3).Picture.Pixels);
    }
}
