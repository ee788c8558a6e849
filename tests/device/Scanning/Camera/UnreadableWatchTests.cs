using CheckIn.Gate.Scanning.Camera;
using CheckIn.Gate.Scanning.Qr;

namespace CheckIn.Gate.Tests.Scanning.Camera;

public sealed class UnreadableWatchTests
{
    private const long FrameNs = 1_000_000_000 / 15;
    private readonly UnreadableWatch _watch = new();
    private long _now = FrameNs;

    [Fact]
    public void A_code_that_is_held_and_not_read_counts_once_however_long_it_is_held() =>
        Assert.Equal(1, Show(ReadStage.TooManyErrors, 300));

    [Fact]
    public void A_code_that_is_read_in_time_does_not_count()
    {
        Assert.Equal(0, Show(ReadStage.TooManyErrors, 20));
        Assert.Equal(0, Show(ReadStage.Read, 30));
        Assert.Equal(0, Show(ReadStage.TooManyErrors, 20)); // as it leaves the view
    }

    [Fact]
    public void A_code_that_comes_back_counts_again()
    {
        Assert.Equal(1, Show(ReadStage.NoContent, 40));
        Assert.Equal(0, Show(ReadStage.NoFinders, 20));
        Assert.Equal(1, Show(ReadStage.NoContent, 40));
    }

    [Fact]
    public void What_only_looks_like_finders_never_counts()
    {
        Assert.Equal(0, Show(ReadStage.NoFinders, 100) + Show(ReadStage.NoGrid, 100) + Show(ReadStage.NoFormat, 100));
    }

    [Fact]
    public void Chance_sightings_far_apart_never_count()
    {
        var counted = 0;
        for (var i = 0; i < 50; i++)
            counted += Show(ReadStage.TooManyErrors, 1) + Show(ReadStage.NoFinders, 16);
        Assert.Equal(0, counted);
    }

    [Fact]
    public void Whoever_holds_a_code_that_is_not_read_yet_is_seen_at_once_and_forgotten_when_he_goes()
    {
        Show(ReadStage.TooManyErrors, 2);
        Assert.False(_watch.Tries(_now)); // it may be chance yet
        Show(ReadStage.TooManyErrors, 1);
        Assert.True(_watch.Tries(_now));
        Show(ReadStage.NoFinders, 10);
        Assert.False(_watch.Tries(_now));
    }

    [Fact]
    public void A_code_that_was_read_and_is_held_on_is_not_asked_for_again()
    {
        Show(ReadStage.TooManyErrors, 5);
        Show(ReadStage.Read, 1);
        Assert.False(_watch.Tries(_now));
        Show(ReadStage.TooManyErrors, 30);
        Assert.False(_watch.Tries(_now));
        Show(ReadStage.TooManyErrors, 20);
        Assert.True(_watch.Tries(_now)); // by now it is the next one's
    }

    private int Show(ReadStage reached, int frames)
    {
        var counted = 0;
        for (var i = 0; i < frames; i++, _now += FrameNs)
            counted += _watch.Saw(reached, _now) ? 1 : 0;
        return counted;
    }
}
