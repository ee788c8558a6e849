using CheckIn.Contract;
using CheckIn.Fixtures;
using CheckIn.Gate.Kiosk.Guards;
using CheckIn.Gate.Tests.Turnstile;
using Microsoft.Extensions.Logging.Abstractions;

namespace CheckIn.Gate.Tests.Kiosk.Guards;

public sealed class GuardDoorTests : IAsyncDisposable
{
    private const string Right = "294715", Wrong = "294716";
    private readonly string _folder = Directory.CreateTempSubdirectory("checkin-door-").FullName;
    private readonly FakeTime _time = new();
    private readonly RecordedEvents _recorded;
    private readonly GuardFile _file;
    private readonly GuardDoor _door;

    public GuardDoorTests()
    {
        _recorded = new RecordedEvents(_time);
        _file = new GuardFile(_folder);
        _file.Write([Guard.Of("bao-ve-1", Right, rounds: 10), Guard.Of("bao-ve-2", "860213", rounds: 10)]);
        _door = new GuardDoor(_file, _recorded.Recorder, _time, NullLogger.Instance);
    }

    public async ValueTask DisposeAsync()
    {
        _door.Dispose();
        await _recorded.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task The_right_pin_lets_its_own_guard_in_and_nobody_else()
    {
        var (answer, session) = await KnockAsync("bao-ve-1", Right);
        Assert.Equal(DoorAnswer.Open, answer);
        Assert.Equal("pin:bao-ve-1", session!.Operator);
        Assert.Same(session, _door.Of(session.Token));
        foreach (var (name, pin) in new[] { ("bao-ve-2", Right), ("nobody", Right), ("", ""), ("bao-ve-1", Right + "0") })
            Assert.Equal(DoorAnswer.Wrong, (await KnockAsync(name, pin)).Answer);
        Assert.Null(_door.Of("not-" + session.Token));
        Assert.Null(_door.Of(null));
    }

    [Fact]
    public async Task After_five_wrong_pins_none_is_taken_longer_each_time_and_the_hub_is_told_once()
    {
        for (var i = 1; i < GuardDoor.MostWrong; i++)
            Assert.Equal(DoorAnswer.Wrong, (await KnockAsync(i % 2 == 0 ? "bao-ve-1" : "bao-ve-2", Wrong)).Answer);
        Assert.Equal(DoorAnswer.Shut, (await KnockAsync("bao-ve-1", Wrong)).Answer);
        Assert.Equal(DoorAnswer.Shut, (await KnockAsync("bao-ve-1", Right)).Answer);
        Assert.Equal([AlarmWords.PinsRefused], _recorded.Alarms.Words);
        _time.Advance(TimeSpan.FromSeconds(59));
        Assert.Equal(DoorAnswer.Shut, (await KnockAsync("bao-ve-1", Right)).Answer);
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Empty(_recorded.Alarms.Words);
        foreach (var minutes in new[] { 2, 4, 8, 15, 15 })
        {
            for (var i = 0; i < GuardDoor.MostWrong; i++)
                await KnockAsync("bao-ve-1", Wrong);
            Assert.Equal(TimeSpan.FromMinutes(minutes), _door.ShutFor);
            _time.Advance(TimeSpan.FromMinutes(minutes));
        }
        Assert.Equal(DoorAnswer.Open, (await KnockAsync("bao-ve-1", Right)).Answer);
        for (var i = 0; i < GuardDoor.MostWrong; i++)
            await KnockAsync("bao-ve-1", Wrong);
        Assert.Equal(TimeSpan.FromMinutes(1), _door.ShutFor);
        Assert.Equal(7, (await _recorded.ToldAsync()).Count(static told => told.Contains("cleared:false", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Who_does_nothing_for_two_minutes_is_out_and_so_is_everybody_after_a_quarter_of_an_hour()
    {
        var (idle, busy) = ((await KnockAsync("bao-ve-1", Right)).Session!, (await KnockAsync("bao-ve-1", Right)).Session!);
        for (var minute = 1; minute < 15; minute++)
        {
            _time.Advance(TimeSpan.FromMinutes(1));
            Assert.NotNull(_door.Of(busy.Token));
        }
        Assert.Null(_door.Of(idle.Token));
        _time.Advance(TimeSpan.FromMinutes(1));
        Assert.Null(_door.Of(busy.Token));
    }

    [Fact]
    public async Task Who_is_no_guard_any_more_or_has_another_pin_is_out_at_once()
    {
        var (one, two) = ((await KnockAsync("bao-ve-1", Right)).Session!, (await KnockAsync("bao-ve-2", "860213")).Session!);
        _file.Write([Guard.Of("bao-ve-2", "970514", rounds: 10)]);
        Assert.Null(_door.Of(one.Token));
        Assert.Null(_door.Of(two.Token));
        Assert.Equal(DoorAnswer.Wrong, (await KnockAsync("bao-ve-1", Right)).Answer);
    }

    [Fact]
    public async Task A_form_is_good_once()
    {
        var session = (await KnockAsync("bao-ve-1", Right)).Session!;
        var key = session.FormKey;
        Assert.True(session.TryUse(key));
        Assert.False(session.TryUse(key));
        Assert.False(session.TryUse(null));
        Assert.True(session.TryUse(session.FormKey));
    }

    private Task<(DoorAnswer Answer, GuardSession? Session)> KnockAsync(string name, string pin) =>
        _door.KnockAsync(name, pin, CancellationToken.None);
}
