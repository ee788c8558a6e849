using CheckIn.Contract;
using CheckIn.Gate.Journal;
using CheckIn.Gate.Uplink;

namespace CheckIn.Gate.Tests.Uplink;

public sealed class DeliveryPlanTests
{
    private static readonly TimeSpan AckTimeout = TimeSpan.FromSeconds(30);
    private readonly DeliveryPace _pace = new();
    private readonly DeliveryPlan _plan;
    private TimeSpan _now;
    private List<JournalEpoch> _epochs = [new("old", 300, 0, 1), new("new", 50, 0, 1)];

    public DeliveryPlanTests() => _plan = new DeliveryPlan(_pace, AckTimeout, _now);

    [Fact]
    public void Earlier_epochs_are_drained_before_later_ones()
    {
        Position("new", 0);
        Assert.Null(Next());
        Position("old", 0);
        Assert.Equal("old", Next());
        Send("old", 1, 300);
        Assert.Null(Next());
        Answer("old", 1, 300);
        Assert.Equal("new", Next());
    }

    [Fact]
    public void A_refused_batch_comes_again_in_halves_until_one_event_is_given_up_and_then_whole()
    {
        _epochs = [new("new", 400, 0, 1)];
        Position("new", 0);
        Send("new", 1, 400);
        var (first, last) = (1L, 400L);
        while (last > first)
        {
            Assert.Empty(Refuse("new", first, last, RefusalReasons.Malformed).GivenUp);
            Assert.Equal(first, _plan.Of("new").Window.Next);
            var most = _plan.MostFrom("new", first);
            Assert.Equal((last - first + 2) / 2, most);
            last = first + most - 1;
            Send("new", first, last);
        }
        var outcome = Refuse("new", 1, 1, RefusalReasons.Malformed, through: 1);
        Assert.Equal(new RefusedEvents(1, 1, RefusalReasons.Malformed), Assert.Single(outcome.GivenUp));
        Assert.Equal(2, _plan.Of("new").Window.Next);
        Send("new", 2, 2);
        Answer("new", 2, 2);
        for (var seq = 3; seq <= 400; seq++)
        {
            Send("new", seq, seq);
            Answer("new", seq, seq);
        }
        Assert.Equal(EventBatch.MaxEvents, _plan.Of("new").MostFrom(401));
    }

    [Fact]
    public void A_hub_that_names_one_event_of_many_means_their_batch()
    {
        _epochs = [new("new", 400, 0, 1)];
        Position("new", 0);
        Send("new", 1, 400);
        Assert.Empty(Refuse("new", 1, 1, "a word of tomorrow").GivenUp);
        Assert.Equal(250, _plan.MostFrom("new", 1));
    }

    [Fact]
    public void What_the_hub_is_too_old_for_waits_an_hour_and_holds_up_nothing_else()
    {
        Position("old", 0);
        Position("new", 0);
        Send("old", 1, 300);
        Assert.True(Refuse("old", 1, 300, RefusalReasons.Unsupported).Next.IsHeld);
        Assert.Equal("new", Next());
        _now += TimeSpan.FromMinutes(59);
        _plan.PassTime(_epochs, _now);
        Assert.Equal("new", Next());
        _now += TimeSpan.FromMinutes(2);
        _plan.PassTime(_epochs, _now);
        Assert.Equal("old", Next());
    }

    [Fact]
    public void Other_events_under_our_numbers_part_the_epoch_and_what_was_confirmed_before_is_not_sent_again()
    {
        _epochs = [new("new", 120, 100, 1)];
        Position("new", 100);
        Send("new", 101, 110);
        var outcome = _plan.Take(
            new AckMessage("new", 150, new string('b', 64), [new(101, 110, RefusalReasons.Conflict)], 101, 110, Link(110)),
            _epochs, _epochs[0], LinkOf, static seq => seq, _now);
        Assert.Equal(100, outcome.DivergesFrom);
        Assert.Equal((110L, 111L), (outcome.Next.Window.Acked, outcome.Next.Window.Next));
    }

    [Fact]
    public void An_answer_to_the_other_cards_batch_moves_nothing()
    {
        _epochs = [new("new", 120, 100, 1, DivergedFrom: 100)];
        Position("new", 150);
        Assert.Equal(100, _plan.Of("new").Window.Acked);
        var foreign = new AckMessage("new", 150, new string('b', 64), null, 101, 110, new string('b', 64));
        _plan.Take(foreign, _epochs, _epochs[0], LinkOf, static seq => seq, _now);
        Assert.Equal(100, _plan.Of("new").Window.Acked);
    }

    [Fact]
    public void Behind_a_gap_nothing_goes_before_what_stands_before_it_is_committed()
    {
        Position("old", 0);
        Send("old", 1, 5);
        Assert.False(_plan.MayBegin("old", 9));
        Answer("old", 1, 5);
        Assert.True(_plan.MayBegin("old", 9));
    }

    [Fact]
    public void A_hub_that_keeps_silent_about_an_earlier_epoch_gets_all_that_is_kept_of_it()
    {
        Position("new", 0);
        for (var i = 0; i < 2; i++)
        {
            _now += AckTimeout;
            Assert.True(_plan.PassTime(_epochs, _now)!.Value.AskForBirth);
        }
        Assert.Equal("old", Next());
        Assert.Equal(1, _plan.Of("old").Window.Next);
    }

    [Fact]
    public void A_slow_line_gets_less_at_once_so_that_health_and_pings_are_not_kept_back()
    {
        _epochs = [new("new", 100_000, 0, 1)];
        Position("new", 0);
        long first = 1;
        for (var i = 0; i < 6; i++)
        {
            var most = _plan.MostFrom("new", first);
            Send("new", first, first + most - 1);
            _now += TimeSpan.FromSeconds(most / 20.0); // 20 events a second
            Answer("new", first, first + most - 1);
            first += most;
        }
        Assert.InRange(_pace.Events, 32, 125);
        for (var i = 0; i < 10; i++)
        {
            var most = _plan.MostFrom("new", first);
            Send("new", first, first + most - 1);
            Answer("new", first, first + most - 1);
            first += most;
        }
        Assert.Equal(DeliveryWindow.MaxUnacked, _pace.Events);
    }

    private string? Next() => _plan.NextToSend(_epochs)?.Name;

    private void Send(string epoch, long first, long last) => _plan.Sent(epoch, first, last, _now);

    private void Position(string epoch, long through) => Take(new AckMessage(epoch, through, Link(through)));

    private void Answer(string epoch, long first, long last)
    {
        Take(new AckMessage(epoch, last, Link(last), null, first, last, Link(last)));
        _epochs = [.. _epochs.Select(known => known.Name == epoch ? known with { Delivered = last } : known)];
    }

    private AckOutcome Refuse(string epoch, long first, long last, string reason, long through = 0) =>
        Take(new AckMessage(epoch, through, through == 0 ? Link(0) : "", [new(first, last, reason)], first));

    private AckOutcome Take(AckMessage ack) => _plan.Take(
        ack, _epochs, _epochs.Single(epoch => epoch.Name == ack.Epoch), LinkOf, static seq => seq, _now);

    private static byte[] LinkOf(long seq) => Convert.FromHexString(Link(seq));

    private static string Link(long seq) => seq.ToString("x64", System.Globalization.CultureInfo.InvariantCulture);
}
