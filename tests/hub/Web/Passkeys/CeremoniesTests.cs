using CheckIn.Fixtures;
using CheckIn.Hub.Web.Passkeys;

namespace CheckIn.Hub.Tests.Web.Passkeys;

public sealed class CeremoniesTests
{
    [Fact]
    public void A_question_is_answered_once_by_the_session_that_was_asked_and_in_time()
    {
        var time = new FakeTime();
        var ceremonies = new Ceremonies(time);
        var (first, other, late) = (ceremonies.Begin("one", 1), ceremonies.Begin("two", null), ceremonies.Begin("three", null));
        Assert.True(ceremonies.TryTake(first, 1, out var state));
        Assert.Equal("one", state);
        Assert.False(ceremonies.TryTake(first, 1, out _));
        Assert.False(ceremonies.TryTake(other, 1, out _));
        Assert.False(ceremonies.TryTake(other, null, out _));
        Assert.False(ceremonies.TryTake(null, null, out _));
        time.Advance(Ceremonies.Lifetime + TimeSpan.FromSeconds(1));
        Assert.False(ceremonies.TryTake(late, null, out _));
    }

    [Fact]
    public void When_there_are_too_many_the_oldest_goes()
    {
        var ceremonies = new Ceremonies(new FakeTime());
        var all = Enumerable.Range(0, Ceremonies.Most + 1).Select(_ => ceremonies.Begin("", null)).ToArray();
        Assert.False(ceremonies.TryTake(all[0], null, out _));
        Assert.True(ceremonies.TryTake(all[1], null, out _));
        Assert.True(ceremonies.TryTake(all[^1], null, out _));
    }
}
