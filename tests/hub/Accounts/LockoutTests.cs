using CheckIn.Fixtures;
using CheckIn.Hub.Accounts;
using FsCheck;
using FsCheck.Fluent;

namespace CheckIn.Hub.Tests.Accounts;

public sealed class LockoutTests
{
    private const int Free = 5;

    [Theory]
    [InlineData(4, 0)]
    [InlineData(5, 1)]
    [InlineData(6, 2)]
    [InlineData(7, 4)]
    [InlineData(14, 512)]
    [InlineData(15, 900)]
    [InlineData(1000, 900)]
    public void After_those_that_are_free_the_wait_doubles_up_to_a_quarter_of_an_hour(int failures, int seconds) =>
        Assert.Equal(TimeSpan.FromSeconds(seconds), Lockout.After(failures, Free));

    /// <summary>
    /// Whatever the times between: nobody is let try more often than a guesser who always waits as long as he must, and
    /// nobody waits longer than the longest.
    /// </summary>
    [Fact]
    public void However_one_tries_the_tries_of_an_hour_are_few() => Prop.ForAll(
        Gen.Choose(0, 2000).ListOf().ToArbitrary(), static pauses =>
        {
            var (lockout, now, tried) = (default(Lockout), TimeSpan.Zero, 0);
            foreach (var pause in pauses)
            {
                var left = lockout.Left(now, Free);
                if (left < TimeSpan.Zero || left > Lockout.Longest)
                    return false;
                if (left == TimeSpan.Zero)
                {
                    var before = lockout;
                    lockout = lockout.Fail(now);
                    tried++;
                    if (lockout.Failures > before.Failures + 1 || lockout.Undo().Failures > before.Failures)
                        return false;
                }
                now += TimeSpan.FromSeconds(pause);
                // Forgotten only after an hour without any.
                if (lockout.IsForgotten(now) && now - lockout.Last < Lockout.Forgotten)
                    return false;
            }
            // Five are free in each hour that begins anew; ten doublings; then one each quarter of an hour.
            var hours = (int)(now / TimeSpan.FromHours(1)) + 1;
            return tried <= hours * (Free + 10 + 4);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void An_attempt_counts_before_it_is_judged_so_that_many_at_once_are_many()
    {
        var lockouts = new Lockouts(new FakeTime());
        var judged = Enumerable.Range(0, 100).Count(_ => lockouts.Begin("a.nguyen", "192.0.2.7") == TimeSpan.Zero);
        Assert.Equal(Lockouts.FreeOfName, judged);
    }

    [Fact]
    public void An_address_that_tries_many_names_waits_and_others_do_not()
    {
        var time = new FakeTime();
        var lockouts = new Lockouts(time);
        for (var i = 0; i < Lockouts.FreeOfAddress; i++)
            Assert.Equal(TimeSpan.Zero, lockouts.Begin($"name-{i}", "2001:db8::1"));
        // Of IPv6 a subscriber has the whole network.
        Assert.Equal(TimeSpan.FromSeconds(1), lockouts.Begin("another", "2001:db8::2"));
        Assert.Equal(TimeSpan.Zero, lockouts.Begin("another", "2001:db8:0:1::2"));
        time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(TimeSpan.Zero, lockouts.Begin("third", "2001:db8::2"));
    }

    [Fact]
    public void Who_signs_in_begins_anew_and_his_address_has_one_failure_less()
    {
        var lockouts = new Lockouts(new FakeTime());
        for (var i = 0; i < 1000; i++)
        {
            Assert.Equal(TimeSpan.Zero, lockouts.Begin("a.nguyen", "192.0.2.7"));
            lockouts.Succeeded("a.nguyen", "192.0.2.7");
        }
        Assert.Equal(0, lockouts.Count);
    }

    [Fact]
    public void What_is_remembered_has_a_bound_and_who_waits_longest_is_kept()
    {
        var lockouts = new Lockouts(new FakeTime());
        for (var i = 0; i < Lockouts.FreeOfName; i++)
            lockouts.Begin("victim", null);
        for (var i = 0; i < Lockouts.Most * 2; i++)
            lockouts.Begin($"name-{i}", $"198.51.{i / 256 % 256}.{i % 256}");
        Assert.InRange(lockouts.Count, 1, Lockouts.Most + 2);
        Assert.NotEqual(TimeSpan.Zero, lockouts.Begin("victim", "203.0.113.9"));
    }

    [Fact]
    public void An_hour_later_all_is_forgotten()
    {
        var time = new FakeTime();
        var lockouts = new Lockouts(time);
        for (var i = 0; i < 20; i++)
        {
            lockouts.Begin("a.nguyen", "192.0.2.7");
            time.Advance(TimeSpan.FromMinutes(15));
        }
        time.Advance(Lockout.Forgotten);
        lockouts.Sweep();
        Assert.Equal(0, lockouts.Count);
    }
}
