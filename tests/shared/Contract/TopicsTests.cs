using System.Text;
using System.Text.Json;
using CheckIn.Contract;

namespace CheckIn.Shared.Tests.Contract;

public sealed class TopicsTests
{
    [Fact]
    public void Every_topic_of_a_gate_is_taken_apart_as_it_was_put_together()
    {
        foreach (var topic in Enum.GetValues<GateTopic>())
        {
            Assert.True(Topics.TryParse(Topics.Of("gate-01", topic), out var gate, out var leaf));
            Assert.Equal(("gate-01", topic), (gate.ToString(), leaf));
        }
        Assert.Equal("checkin/v1/gates/gate-01/events", Topics.Of("gate-01", GateTopic.Events));
        Assert.Equal("checkin/v1/gates/+/state", Topics.OfAnyGate(GateTopic.State));
    }

    [Theory]
    [InlineData("checkin/v1/hub/state")]
    [InlineData("checkin/v1/gates/gate-01")]
    [InlineData("checkin/v1/gates//events")]
    [InlineData("checkin/v1/gates/Gate/events")]
    [InlineData("checkin/v1/gates/a/b/events")]
    [InlineData("checkin/v1/gates/a/eventsx")]
    [InlineData("checkin/v2/gates/a/events")]
    public void Every_other_topic_is_refused(string topic) => Assert.False(Topics.TryParse(topic, out _, out _));

    [Theory]
    [InlineData("")]
    [InlineData("A")]
    [InlineData("a b")]
    [InlineData("+")]
    [InlineData("cổng")]
    [InlineData("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")]
    public void An_id_that_is_no_topic_level_is_refused(string id)
    {
        Assert.False(GateId.IsValid(id));
        Assert.Throws<ArgumentException>(() => Topics.Of(id, GateTopic.State));
    }

    [Fact]
    public void Messages_are_written_as_the_contract_names_them()
    {
        var ack = new AckMessage("e1", 12, "00", [new RefusedEvents(1, 2, "chain")]);
        Assert.Equal("""{"epoch":"e1","through":12,"hash":"00","refused":[{"first":1,"last":2,"reason":"chain"}]}""",
            Encoding.UTF8.GetString(JsonSerializer.SerializeToUtf8Bytes(ack, ContractJson.Default.AckMessage)));
        var state = new StateMessage(GateState.Lost, 3, "b", "0.1.0", 4);
        Assert.Equal("""{"state":"lost","session":3,"boot":"b","version":"0.1.0","backlog":4}""",
            Encoding.UTF8.GetString(JsonSerializer.SerializeToUtf8Bytes(state, ContractJson.Default.StateMessage)));
    }
}
