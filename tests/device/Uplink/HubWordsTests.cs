using System.Text;
using System.Text.Json;
using CheckIn.Contract;
using CheckIn.Gate.Uplink;
using CheckIn.Mqtt;
using Microsoft.Extensions.Logging.Abstractions;

namespace CheckIn.Gate.Tests.Uplink;

/// <summary>What a gate makes of the hub's word of how many are inside.</summary>
public sealed class HubWordsTests
{
    private const string Word = """{"inside":412,"epoch":"e","through":9,"mood":"calm"}""";
    private readonly List<InsideMessage> _heard = [];
    private readonly HubWords _words;

    public HubWordsTests() => _words = new HubWords(
        new GateIdentity("cong-a", "1.0", null!, null!, inside: _heard.Add), NullLogger.Instance);

    [Fact]
    public void How_many_are_inside_is_handed_on_whatever_a_newer_hub_says_beside_it()
    {
        Hear(Word);
        Assert.Equal([new InsideMessage(412, "e", 9)], _heard);
    }

    [Fact]
    public void What_a_server_kept_is_too_long_or_is_no_message_is_not()
    {
        Hear(Word, isRetained: true);
        Hear(Word + new string(' ', 1024));
        Hear("null");
        Assert.Throws<JsonException>(() => Hear("many"));
        Assert.Empty(_heard);
    }

    private void Hear(string payload, bool isRetained = false) => _words.Hear(
        GateTopic.Inside,
        new MqttMessage(Topics.Of("cong-a", GateTopic.Inside), Encoding.UTF8.GetBytes(payload)) { Retain = isRetained });
}
