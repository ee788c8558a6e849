using CheckIn.Contract;
using CheckIn.Fixtures;
using CheckIn.Gate.Lanes;
using CheckIn.Gate.Tests.Turnstile;

namespace CheckIn.Gate.Tests.Lanes;

public sealed class EventRecorderTests : IAsyncDisposable
{
    private readonly FakeTime _time = new();
    private readonly RecordedEvents _recorded;

    public EventRecorderTests() => _recorded = new RecordedEvents(_time);

    public ValueTask DisposeAsync() => _recorded.DisposeAsync();

    [Fact]
    public async Task An_alarm_is_raised_once_and_cleared_once_and_says_for_how_long_it_stood()
    {
        Assert.True(_recorded.Recorder.Raise(AlarmWords.Tamper));
        Assert.False(_recorded.Recorder.Raise(AlarmWords.Tamper));
        Assert.Equal([AlarmWords.Tamper], _recorded.Alarms.Words);
        _time.Advance(TimeSpan.FromSeconds(90));
        Assert.True(_recorded.Recorder.Clear(AlarmWords.Tamper));
        Assert.False(_recorded.Recorder.Clear(AlarmWords.Tamper));
        Assert.Empty(_recorded.Alarms.Words);
        Assert.Equal(
            ["gate alarm {name:tamper,value:1,cleared:false}", "gate alarm {name:tamper,value:90,cleared:true}"],
            await _recorded.ToldAsync());
    }

    [Fact]
    public async Task While_the_journal_fails_events_wait_in_order_with_the_time_they_were_made()
    {
        _recorded.Fails = true;
        for (var i = 0; i < 3; i++)
        {
            _recorded.Recorder.Operation("self_test", "technician", $"{i}");
            _time.Advance(TimeSpan.FromSeconds(1));
        }
        await UntilAsync(() => _recorded.Counters.JournalFailures > 0);
        _recorded.Fails = false;
        await UntilAsync(() => _recorded.Drafts.Count == 3);
        Assert.Equal([0L, 1_000_000_000, 2_000_000_000], _recorded.Drafts.Select(draft => draft.MonotonicNs));
    }

    [Fact]
    public async Task What_finds_no_room_is_counted_and_told_when_there_is_room_again()
    {
        _recorded.Fails = true;
        for (var i = 0; i < EventRecorder.Most + 100; i++)
            _recorded.Recorder.Operation("self_test", "technician", "ok");
        var lost = _recorded.Counters.EventsUnrecorded;
        Assert.InRange(lost, 99, 100); // one may already be in the loop's hands
        _recorded.Fails = false;
        await UntilAsync(() => _recorded.Drafts.Any(draft => draft.Kind == EventKinds.Alarm));
        Assert.Equal($"gate alarm {{name:events_unrecorded,value:{lost},cleared:false}}", (await _recorded.ToldAsync())[^1]);
    }

    [Fact]
    public async Task When_the_gate_stops_everything_left_gets_its_row()
    {
        for (var i = 0; i < 50; i++)
            _recorded.Recorder.Operation("self_test", "technician", "ok");
        await _recorded.Recorder.StopAsync(CancellationToken.None);
        Assert.Equal(50, _recorded.Drafts.Count);
    }

    private async Task UntilAsync(Func<bool> happened)
    {
        for (var i = 0; i < 4000 && !happened(); i++)
        {
            _time.Advance(TimeSpan.FromMilliseconds(100));
            await Task.Delay(5);
        }
        Assert.True(happened());
    }
}
