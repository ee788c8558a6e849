using System.Text;
using CheckIn.Gate.Scanning;
using FsCheck;
using FsCheck.Fluent;

namespace CheckIn.Gate.Tests.Scanning;

public class CodeViewTests
{
    private const long Second = 1_000_000_000;
    private readonly CodeView _view = new(TimeSpan.FromSeconds(3));

    [Fact]
    public void A_code_counts_once_however_long_it_stays_in_view()
    {
        Assert.True(Enters("a", 0));
        for (var second = 1; second < 60; second++)
            Assert.False(Enters("a", second));
    }

    [Fact]
    public void A_code_counts_again_after_it_has_been_out_of_view()
    {
        Enters("a", 0);
        Assert.False(Enters("a", 2));
        Assert.True(Enters("a", 5));
    }

    [Fact]
    public void Two_codes_never_merge_however_much_alike()
    {
        Assert.True(Enters("mã-1", 0));
        Assert.True(Enters("mã-2", 0));
        Assert.True(Enters("mã-", 0));
        Assert.False(Enters("mã-1", 1));
    }

    [Fact]
    public void A_new_scene_has_nothing_in_view()
    {
        Enters("a", 0);
        _view.Clear();
        Assert.True(Enters("a", 0));
    }

    [Fact]
    public void What_is_remembered_is_bounded()
    {
        for (var i = 0; i <= CodeView.Capacity; i++)
            Assert.True(Enters($"{i}", i / 100.0));
        Assert.False(Enters($"{CodeView.Capacity}", 1));
        Assert.True(Enters("0", 1));
    }

    [Fact]
    public void A_code_that_stays_and_cannot_be_read_for_a_while_is_the_same_one()
    {
        Assert.True(Enters("A", 0));
        for (var second = 1; second <= 20; second++)
            _view.Remains(second * Second);
        Assert.False(Enters("A", 21));
        _view.Remains(30 * Second); // nothing was there in between
        Assert.True(Enters("A", 31));
    }

    [Fact]
    public void A_code_counts_exactly_when_it_was_unseen_for_long_enough()
    {
        var looks = Gen.Choose(0, 4).Zip(Gen.Choose(0, 5000)).ListOf(60).ToArbitrary();
        Prop.ForAll(looks, steps =>
        {
            var view = new CodeView(TimeSpan.FromSeconds(3));
            var seen = new Dictionary<int, long>();
            var now = 0L;
            foreach (var (code, afterMs) in steps)
            {
                now += afterMs * (Second / 1000);
                var counts = !seen.TryGetValue(code, out var last) || now - last >= 3 * Second;
                if (view.Enters([(byte)code], now) != counts)
                    return false;
                seen[code] = now;
            }
            return true;
        }).QuickCheckThrowOnFailure();
    }

    private bool Enters(string code, double second) => _view.Enters(Encoding.UTF8.GetBytes(code), (long)(second * Second));
}
