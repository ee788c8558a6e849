using CheckIn.Contract;
using CheckIn.Hub.Alerts;
using CheckIn.Hub.Notices;
using CheckIn.Hub.Tests.Alerts;
using FsCheck;
using FsCheck.Fluent;

namespace CheckIn.Hub.Tests.Notices;

/// <summary>Any history of alerts, quiet hours, snoozes and messages: what one recipient hears makes sense.</summary>
public sealed class NoticePlanPropertyTests
{
    private enum Act
    {
        Raise, RaiseElsewhere, Escalate, Acknowledge, Snooze, Wake, Clear, GiveWay, Quiet, Loud, Pass, Message,
    }

    [Fact]
    public void Each_beginning_is_heard_at_most_once_each_end_only_after_it_and_nothing_is_left_over()
    {
        var step = from act in Gen.Elements(Enum.GetValues<Act>())
                   from alert in Gen.Choose(0, 3)
                   select (Act: act, Alert: (long)alert);
        var histories = step.ListOf().Select(steps => steps.ToArray());
        Prop.ForAll(histories.ToArbitrary(), history =>
        {
            var one = new OneRecipient();
            foreach (var (act, alert) in history)
                one.Do(act, alert);
            one.End();
            return true;
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(20_000).WithEndSize(60));
    }

    /// <summary>A recipient, and beside him everything that is so.</summary>
    private sealed class OneRecipient
    {
        private readonly Dictionary<long, NoticeState> _states = [];
        private readonly Dictionary<long, Truth> _alerts = [];
        private readonly Dictionary<long, long> _idOf = [];
        private long _lastId;
        private bool _isQuiet;
        private DateTimeOffset _now = new(2026, 11, 21, 0, 0, 0, TimeSpan.Zero);

        internal void Do(Act act, long slot)
        {
            var stands = _idOf.TryGetValue(slot, out var id);
            switch (act)
            {
                case Act.Raise or Act.RaiseElsewhere when !stands:
                    _idOf[slot] = ++_lastId;
                    _alerts[_lastId] = new Truth { Concerns = act == Act.Raise, IsCritical = _lastId % 3 == 0 };
                    Change(_lastId, "raised", act == Act.Raise);
                    break;
                case Act.Escalate when stands && !_alerts[id].IsAcknowledged:
                    _alerts[id].Concerns = true; // it has reached his level
                    Change(id, "escalated", true);
                    break;
                case Act.Acknowledge when stands:
                    _alerts[id].IsAcknowledged = true;
                    Change(id, "acknowledged", false);
                    break;
                case Act.Snooze or Act.Wake when stands:
                    _alerts[id].SnoozedUntil = act == Act.Snooze ? _now.AddHours(2) : null;
                    Change(id, "snoozed", false);
                    break;
                case Act.Clear or Act.GiveWay when stands:
                    (_alerts[id].ClearedAt, _alerts[id].GaveWay) = (_now, act == Act.GiveWay);
                    _idOf.Remove(slot);
                    Change(id, "cleared", false);
                    break;
                case Act.Quiet or Act.Loud:
                    _isQuiet = act == Act.Quiet;
                    break;
                case Act.Pass:
                    _now = _now.AddHours(1);
                    break;
                case Act.Message:
                    Message();
                    break;
                default:
                    break;
            }
        }

        /// <summary>Everything is over, and nothing holds messages back any more.</summary>
        internal void End()
        {
            foreach (var slot in _idOf.Keys.ToArray())
                Do(Act.Clear, slot);
            (_isQuiet, _now) = (false, _now.AddHours(3));
            Message();
            Assert.Empty(_states);
            foreach (var truth in _alerts.Values.Where(truth => truth.Heard.Count > 0 && !truth.GaveWay))
                Assert.True(truth.Heard is ["raised", "cleared"] or ["passed"], string.Join(' ', truth.Heard));
        }

        private void Change(long id, string word, bool concerns)
        {
            var message = NoticePlanTests.Change(word) with
            {
                Detail = _alerts[id].GaveWay ? new Dictionary<string, string> { ["into"] = "site:x" } : null,
            };
            NoticeState? before = _states.TryGetValue(id, out var known) ? known : null;
            if (NoticePlan.Step(before, message, concerns) is { } after)
                _states[id] = after;
            else
                _states.Remove(id);
        }

        private void Message()
        {
            WaitingNotice[] waiting = [.. _states.Where(state => state.Value.News != NoticeNews.None)
                .Select(state => Of(state.Key, state.Value))];
            foreach (var notice in waiting)
            {
                var fate = NoticePlan.Judge(notice, _isQuiet, _now);
                if (fate == Fate.Waits)
                    continue;
                if (fate == Fate.Told)
                    Hear(notice);
                if (fate == Fate.Told && notice.News == NoticeNews.Raised)
                    _states[notice.Alert] = new NoticeState(true, NoticeNews.None);
                else
                    _states.Remove(notice.Alert);
            }
            Assert.Equal(
                waiting.Count(notice => NoticePlan.Judge(notice, _isQuiet, _now) == Fate.Told),
                NoticePlan.Compose(waiting, _isQuiet, _now)?.All ?? 0);
        }

        private void Hear(WaitingNotice notice)
        {
            var truth = _alerts[notice.Alert];
            Assert.True(truth.Concerns, "he hears of what does not concern him");
            Assert.False(truth.GaveWay, "he hears of what gave way");
            Assert.False(_isQuiet && !truth.IsCritical, "he is woken");
            if (notice.News == NoticeNews.Raised)
            {
                Assert.Null(truth.ClearedAt);
                Assert.False(truth.IsAcknowledged, "he hears of what somebody has taken on");
                Assert.False(truth.SnoozedUntil > _now, "he hears of what is snoozed");
                truth.Heard.Add("raised");
            }
            else
            {
                Assert.NotNull(truth.ClearedAt);
                truth.Heard.Add(notice.IsTold ? "cleared" : "passed");
            }
            Assert.True(
                truth.Heard is ["raised"] or ["raised", "cleared"] or ["passed"], string.Join(' ', truth.Heard));
        }

        private WaitingNotice Of(long id, NoticeState state) => NoticePlanTests.Waiting(id) with
        {
            IsTold = state.IsTold,
            News = state.News,
            Severity = _alerts[id].IsCritical ? Severity.Critical : Severity.Warning,
            ClearedAt = _alerts[id].ClearedAt,
            SnoozedUntil = _alerts[id].SnoozedUntil,
        };
    }

    private sealed class Truth
    {
        internal bool Concerns { get; set; }
        internal bool IsCritical { get; init; }
        internal bool IsAcknowledged { get; set; }
        internal bool GaveWay { get; set; }
        internal DateTimeOffset? ClearedAt { get; set; }
        internal DateTimeOffset? SnoozedUntil { get; set; }
        internal List<string> Heard { get; } = [];
    }
}
