using System.Text.Json;
using CheckIn.Contract;
using CheckIn.Fixtures;
using CheckIn.Gate.Clock;
using CheckIn.Gate.Uplink;
using CheckIn.Mqtt;
using Microsoft.Extensions.Logging.Abstractions;

namespace CheckIn.Gate.Tests.Uplink;

public sealed class HubTimeSourceTests
{
    private const long Noon = 1_795_000_000_000;
    private readonly FakeTime _time = new();
    private readonly GateClock _clock;
    private readonly HubTimeSource _source;

    public HubTimeSourceTests()
    {
        _clock = new GateClock(_time, static () => null);
        _source = new HubTimeSource(_clock, NullLogger.Instance);
    }

    [Fact]
    public void What_was_retained_is_history_and_what_is_heard_live_is_the_time()
    {
        _source.Take(Message(retain: true));
        Assert.Null(_clock.Stamp().Quality);
        _source.Take(Message(retain: false));
        Assert.Equal((Noon, "local"), (_clock.Stamp().At, _clock.Stamp().Quality!.Value.Source));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{\"online\":1}")]
    [InlineData("null")]
    [InlineData("{\"online\":true,\"timestamp\":\"noon\"}")]
    public void What_cannot_be_read_is_ignored(string payload)
    {
        _source.Take(MqttMessage.OfText(Topics.HubState, payload));
        Assert.Null(_clock.Stamp().Quality);
    }

    [Fact]
    public void A_newer_hubs_further_words_do_no_harm()
    {
        _source.Take(MqttMessage.OfText(
            Topics.HubState,
            """{"online":true,"timestamp":1795000000000,"clock":{"errorMs":3,"syncedAgeS":1,"x":{}},"y":[]}"""));
        Assert.Equal((Noon, "hub"), (_clock.Stamp().At, _clock.Stamp().Quality!.Value.Source));
    }

    private static MqttMessage Message(bool retain) => new(
        Topics.HubState,
        JsonSerializer.SerializeToUtf8Bytes(new HubStateMessage(true, Noon), ContractJson.Default.HubStateMessage))
    { Retain = retain };
}
