using System.Text.Json;
using CheckIn.Contract;
using CheckIn.Fixtures;
using CheckIn.Hub.Broker;
using CheckIn.Hub.Fleet;
using CheckIn.Mqtt;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace CheckIn.Hub.Tests.Fleet;

public sealed class HubAnnouncementTests : IMessageBus
{
    private readonly List<HubStateMessage> _said = [];
    private readonly FakeTime _time = new();
    private bool _fails;

    [Fact]
    public async Task The_hub_tells_its_time_at_the_start_every_minute_and_as_it_goes()
    {
        using var announcement = new HubAnnouncement(
            this, Options.Create(new FleetOptions()), _time, NullLogger<HubAnnouncement>.Instance);
        var start = _time.GetUtcNow();
        await announcement.StartAsync(default);
        await AdvanceAsync(2);
        _time.SetWall(start.AddYears(10)); // what it tells follows the wall clock, when it tells does not
        await AdvanceAsync(3);
        await announcement.StopAsync(default);
        Assert.Equal([true, true, true, false], _said.Select(state => state.Online));
        DateTimeOffset[] times = [start, start.AddMinutes(1), start.AddYears(10).AddMinutes(1)];
        Assert.Equal(
            [.. times, times[2]], _said.Select(state => DateTimeOffset.FromUnixTimeMilliseconds(state.Timestamp)));
    }

    [Fact]
    public async Task A_turn_that_failed_is_followed_by_the_next()
    {
        using var announcement = new HubAnnouncement(
            this, Options.Create(new FleetOptions()), _time, NullLogger<HubAnnouncement>.Instance);
        await announcement.StartAsync(default);
        _fails = true;
        await AdvanceAsync(2);
        _fails = false;
        await AdvanceAsync(3);
        await announcement.StopAsync(default);
        Assert.Equal(4, _said.Count);
    }

    ValueTask IMessageBus.PublishAsync(MqttMessage message, CancellationToken cancellation)
    {
        Assert.Equal((Topics.HubState, true), (message.Topic, message.Retain));
        lock (_said)
            _said.Add(JsonSerializer.Deserialize(message.Payload.Span, ContractJson.Default.HubStateMessage)!);
        return _fails ? ValueTask.FromException(new MqttException("the server is gone")) : ValueTask.CompletedTask;
    }

    /// <summary>One minute passes; the service's loop runs elsewhere and says its word in its own time.</summary>
    private async Task AdvanceAsync(int words)
    {
        for (var waiting = 0; waiting < 2000 && !_time.HasTimers; waiting++)
            await Task.Delay(5);
        _time.Advance(TimeSpan.FromMinutes(1));
        for (var waiting = 0; waiting < 2000; waiting++)
        {
            lock (_said)
            {
                if (_said.Count >= words)
                    return;
            }
            await Task.Delay(5);
        }
        Assert.Fail($"{_said.Count} words after a minute, {words} expected");
    }
}
