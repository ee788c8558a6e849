using CheckIn.Hub.Alerts;
using CheckIn.Hub.Tests.Ingest;

namespace CheckIn.Hub.Tests.Alerts;

/// <summary>One rule at a time, and the races that other systems were taught by.</summary>
public sealed class AlertBookTests
{
    private static readonly AlertKey Gate = AlertKey.OfGate(AlertKinds.Offline, "a");
    private static readonly AlertKey Tamper = AlertKey.OfGate(AlertKinds.Tamper, "a");
    private static readonly AlertKey Site = new(AlertKinds.Offline, new(AlertSubjectKind.Site, "s"));
    private readonly AlertBook _book = new(new AlertRules(new AlertOptions()));
    private DateTimeOffset _wall = SteppedTime.Start;
    private TimeSpan _now;

    [Fact]
    public void A_signal_in_the_same_moment_as_the_alarm_is_due_wins_and_nothing_is_raised()
    {
        Say(Gate, true);
        Assert.Empty(Pass(119));
        (_now, _wall) = (_now + TimeSpan.FromSeconds(1), _wall + TimeSpan.FromSeconds(1));
        Say(Gate, false);
        Assert.Empty(Turn());
        Assert.Empty(Pass(3600));
    }

    [Fact]
    public void An_alarm_in_the_same_moment_as_the_signal_that_ends_it_is_cleared_and_does_not_stay()
    {
        Say(Tamper, true);
        Assert.Equal(["raised tamper"], Turn());
        Say(Tamper, false);
        Assert.Empty(Turn());
        Assert.Equal(["cleared tamper"], Pass(60));
        Assert.Equal(0, _book.Count);
    }

    [Fact]
    public void An_alarm_is_cleared_even_if_the_word_of_its_end_came_before_it_was_kept()
    {
        Say(Tamper, true);
        var round = _book.Judge(_now, _wall);
        _book.Drop(round);
        Say(Tamper, false);
        Assert.Empty(Turn());
        Assert.Empty(Pass(3600));
    }

    [Fact]
    public void What_could_not_be_kept_is_raised_once_when_it_can_and_has_no_number_lost()
    {
        Say(Tamper, true);
        for (var attempt = 0; attempt < 3; attempt++)
            _book.Drop(_book.Judge(_now, _wall));
        Assert.Equal(["raised tamper"], Turn());
        Assert.Equal(1, _book.Standing.Single().Id);
        Assert.Empty(Pass(600));
    }

    [Fact]
    public void A_condition_that_comes_and_goes_finds_its_alert_still_standing()
    {
        Say(Gate, true);
        Assert.Equal(["raised offline"], Pass(120));
        for (var flap = 0; flap < 20; flap++)
        {
            Say(Gate, flap % 2 != 0);
            Assert.Empty(Pass(29));
        }
        Say(Gate, false);
        Assert.Equal(["cleared offline"], Pass(30));
    }

    [Fact]
    public void A_loss_that_was_over_in_between_begins_its_grace_anew()
    {
        Say(Gate, true);
        Pass(100);
        _book.Signal(Gate, new(true, _wall, new Dictionary<string, string>(), [], IsAnew: true), _now);
        Assert.Empty(Pass(119));
        Assert.Equal(["raised offline"], Pass(1));
        Assert.Equal(_wall - TimeSpan.FromSeconds(120), _book.Standing.Single().Since);
    }

    [Fact]
    public void Nobody_answers_and_the_next_levels_are_told_each_after_its_time_and_then_nobody_more()
    {
        Say(Gate, true);
        Assert.Equal(["raised offline"], Pass(120));
        Assert.Empty(Pass(1799));
        Assert.Equal(["escalated offline"], Pass(1));
        Assert.Equal(["escalated offline"], Pass(1800));
        Assert.Equal(3, _book.Standing.Single().Level);
        Assert.Empty(Pass(100_000));
    }

    [Fact]
    public void Who_acknowledges_or_snoozes_is_not_passed_over()
    {
        Say(Gate, true);
        Say(Tamper, true);
        Pass(120);
        _book.Take(Find(Gate) with { AcknowledgedAt = _wall }, _now);
        _book.Take(Find(Tamper) with { SnoozedUntil = _wall.AddHours(8) }, _now);
        Assert.Empty(Pass((8 * 3600) - 1));
        Assert.Equal(["snoozed tamper"], Pass(1));
        Assert.Null(Find(Tamper).SnoozedUntil);
        Assert.Equal(["escalated tamper"], Pass(15 * 60));
    }

    [Fact]
    public void A_snooze_that_outlives_its_alert_ends_with_it()
    {
        Say(Tamper, true);
        Turn();
        _book.Take(Find(Tamper) with { SnoozedUntil = _wall.AddHours(8) }, _now);
        Say(Tamper, false);
        Assert.Equal(["cleared tamper"], Pass(60));
        Say(Tamper, true);
        Assert.Equal(["raised tamper"], Turn());
    }

    [Fact]
    public void Announced_work_holds_back_what_is_not_safety_and_the_grace_counts_from_its_end()
    {
        Say(Gate, true, isSuppressed: true);
        Say(Tamper, true, isSuppressed: true);
        Assert.Equal(["raised tamper"], Turn());
        Assert.DoesNotContain("raised offline", Pass(3600));
        _book.Suppress(Gate, false, _now);
        Assert.DoesNotContain("raised offline", Pass(119));
        Assert.Equal(["raised offline"], Pass(1));
        _book.Suppress(Gate, true, _now);
        Assert.DoesNotContain("escalated offline", Pass(100_000));
        Assert.NotNull(Find(Gate));
        Say(Gate, false);
        Assert.Equal(["cleared offline"], Pass(30));
    }

    [Fact]
    public void A_site_that_is_wholly_lost_is_alerted_in_place_of_its_gates_and_they_again_when_one_is_back()
    {
        var (b, parents) = (AlertKey.OfGate(AlertKinds.Offline, "b"), new[] { Site });
        _book.Signal(Gate, new(true, _wall, new Dictionary<string, string>(), parents), _now);
        Assert.Equal(["raised offline"], Pass(120));
        _book.Signal(b, new(true, _wall, new Dictionary<string, string>(), parents), _now);
        Say(Site, true);
        Assert.Equal(["raised offline", "cleared offline"], Pass(120));
        Assert.Equal(AlertSubjectKind.Site, _book.Standing.Single().Subject.Kind);
        Say(b, false, parents: parents);
        Say(Site, false);
        Assert.Empty(Pass(119));
        Assert.Equal(["cleared offline", "raised offline"], Pass(1));
        Assert.Equal("a", _book.Standing.Single().Subject.Id);
    }

    [Fact]
    public void A_gate_that_flaps_does_not_keep_its_sites_lost_gate_from_being_told()
    {
        AlertKey[] parents = [Site];
        _book.Signal(Gate, new(true, _wall, new Dictionary<string, string>(), parents), _now);
        var told = new List<string>();
        for (var flap = 0; flap < 6; flap++)
        {
            Say(Site, flap % 2 == 0);
            told.AddRange(Pass(30));
        }
        Assert.Equal(["raised offline"], told);
    }

    [Fact]
    public void What_stood_when_the_hub_ended_stands_until_something_is_known()
    {
        Say(Tamper, true);
        Turn();
        var standing = _book.Standing.ToArray();
        var next = new AlertBook(new AlertRules(new AlertOptions()));
        next.Recall(standing, 1, TimeSpan.Zero, _ => TimeSpan.Zero);
        Assert.Empty(Changes(next, TimeSpan.FromMinutes(14)));
        next.Signal(Tamper, new(false, _wall, new Dictionary<string, string>()), TimeSpan.FromMinutes(14));
        Assert.Empty(Changes(next, TimeSpan.FromMinutes(14)));
        Assert.Equal(["cleared tamper"], Changes(next, TimeSpan.FromMinutes(15)));
    }

    [Fact]
    public void The_time_in_which_nobody_answered_goes_on_over_a_restart()
    {
        Say(Tamper, true);
        Turn();
        var next = new AlertBook(new AlertRules(new AlertOptions()));
        next.Recall(_book.Standing.ToArray(), 1, TimeSpan.Zero, _ => TimeSpan.FromMinutes(14));
        Assert.Empty(Changes(next, TimeSpan.FromSeconds(59)));
        Assert.Equal(["escalated tamper"], Changes(next, TimeSpan.FromSeconds(60)));
    }

    private void Say(AlertKey key, bool isTrue, bool? isSuppressed = null, AlertKey[]? parents = null) =>
        _book.Signal(key, new(isTrue, _wall, new Dictionary<string, string>(), parents, isSuppressed), _now);

    private List<string> Pass(int seconds)
    {
        (_now, _wall) = (_now + TimeSpan.FromSeconds(seconds), _wall + TimeSpan.FromSeconds(seconds));
        return Turn();
    }

    private List<string> Turn() => Changes(_book, _now);

    private List<string> Changes(AlertBook book, TimeSpan now)
    {
        var round = book.Judge(now, _wall);
        book.Apply(round, now);
        return [.. round.Changes.Select(change => $"{AlertMessages.Word(change.Kind)} {change.Alert.Kind}")];
    }

    private Alert Find(AlertKey key) => _book.Cell(key)!.Alert!;
}
