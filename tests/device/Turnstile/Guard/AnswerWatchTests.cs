using CheckIn.Gate.Turnstile.Guard;

namespace CheckIn.Gate.Tests.Turnstile.Guard;

public class AnswerWatchTests
{
    private const long Ms = 1_000_000;

    [Fact]
    public void A_guard_that_answers_is_never_overdue_and_one_that_does_not_is_after_half_a_second()
    {
        var watch = new AnswerWatch(0);
        for (var at = 0; at < 10_000; at += 100)
        {
            watch.Ask(at * Ms);
            Assert.True(watch.Answer(watch.Asked, (at + 50) * Ms));
            Assert.False(watch.IsOverdue((at + 50) * Ms));
        }
        watch.Ask(10_000 * Ms);
        for (var at = 10_050; at <= 10_500; at += 50)
            Assert.False(watch.IsOverdue(at * Ms));
        Assert.True(watch.IsOverdue(10_501 * Ms));
    }

    [Fact]
    public void While_nothing_is_asked_nothing_is_overdue()
    {
        var watch = new AnswerWatch(0);
        for (var at = 0; at < 5_000; at += 100)
            Assert.False(watch.IsOverdue(at * Ms));
    }

    [Fact]
    public void The_time_in_which_this_process_stood_still_does_not_count()
    {
        var watch = new AnswerWatch(0);
        watch.Ask(0);
        Assert.False(watch.IsOverdue(100 * Ms));
        Assert.False(watch.IsOverdue(60_000 * Ms));
        for (var at = 60_100; at <= 60_500; at += 100)
            Assert.False(watch.IsOverdue(at * Ms));
        Assert.True(watch.IsOverdue(60_501 * Ms));
    }

    [Fact]
    public void An_answer_that_nobody_asked_for_is_none()
    {
        var watch = new AnswerWatch(0);
        var number = watch.Ask(0);
        Assert.False(watch.Answer(number + 1, 0));
        Assert.False(watch.Answer(0, 0));
        Assert.True(watch.Answer(number, 0));
        Assert.False(watch.Answer(number, 0));
        Assert.True(watch.IsAnswered(number));
    }

    [Fact]
    public void A_guard_that_is_lost_again_and_again_is_started_ever_later_up_to_five_seconds()
    {
        var backoff = default(GuardBackoff);
        var waits = Enumerable.Range(0, 20).Select(_ => backoff.Next(TimeSpan.FromSeconds(1))).ToList();
        Assert.Equal(TimeSpan.FromMilliseconds(100), waits[0]);
        Assert.Equal(TimeSpan.FromMilliseconds(200), waits[1]);
        Assert.All(waits[6..], wait => Assert.Equal(TimeSpan.FromSeconds(5), wait));
        Assert.Equal(TimeSpan.FromMilliseconds(100), backoff.Next(TimeSpan.FromMinutes(2)));
    }
}
