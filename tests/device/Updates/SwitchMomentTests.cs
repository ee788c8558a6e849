using CheckIn.Fixtures;
using CheckIn.Gate.Updates;

namespace CheckIn.Gate.Tests.Updates;

public sealed class SwitchMomentTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);
    private readonly FakeTime _time = new();

    [Fact]
    public void It_is_when_nobody_has_come_for_a_while()
    {
        var moment = new SwitchMoment(3 * Second, TimeSpan.FromMinutes(10), _time);
        Assert.False(moment.IsNow(passing: false, emergency: false, reads: 5));
        _time.Advance(2 * Second);
        Assert.False(moment.IsNow(false, false, 6)); // a code was read
        _time.Advance(2 * Second);
        Assert.False(moment.IsNow(false, false, 6));
        _time.Advance(Second);
        Assert.True(moment.IsNow(false, false, 6));
    }

    [Fact]
    public void After_a_long_wait_it_is_between_two_people_but_never_while_one_is_under_way_or_in_an_emergency()
    {
        var moment = new SwitchMoment(3 * Second, TimeSpan.FromMinutes(10), _time);
        for (var i = 0; i < 601; i++)
        {
            Assert.False(moment.IsNow(passing: true, emergency: false, reads: i));
            _time.Advance(Second);
        }
        Assert.False(moment.IsNow(true, false, 700));
        Assert.False(moment.IsNow(false, true, 700));
        Assert.True(moment.IsNow(false, false, 701));
    }
}
