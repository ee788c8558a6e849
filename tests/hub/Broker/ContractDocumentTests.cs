using CheckIn.Contract;
using CheckIn.Fixtures;
using CheckIn.Hub.Broker;

namespace CheckIn.Hub.Tests.Broker;

/// <summary>What the AsyncAPI document has the hub do is what it has the right to do, and the other way round.</summary>
public sealed class ContractDocumentTests
{
    private static readonly ContractSchemas Document = new();

    public static TheoryData<GateTopic> AllTopics() => [.. Enum.GetValues<GateTopic>()];

    [Theory]
    [MemberData(nameof(AllTopics))]
    public void The_hub_hears_and_says_on_a_gates_topics_what_it_may(GateTopic leaf)
    {
        var address = Topics.OfAnyGate(leaf).Replace("+", "{gate}", StringComparison.Ordinal);
        var use = TopicRights.Of(leaf);
        Assert.Equal(use.HasFlag(TopicUse.HubReads), ActionsOn(address).Contains("receive"));
        Assert.Equal(use.HasFlag(TopicUse.HubPublishes), ActionsOn(address).Contains("send"));
    }

    [Fact]
    public void Of_itself_the_hub_only_says()
    {
        foreach (var (topic, _) in TopicRights.OfHub)
            Assert.Equal(["send"], ActionsOn(topic));
    }

    [Fact]
    public void Every_topic_knows_its_content_type()
    {
        Assert.Equal(ContentTypes.Command, Document.ContentTypeOf(Topics.Of("cong-a2", GateTopic.Commands)));
        Assert.Equal(ContentTypes.Alert, Document.ContentTypeOf(Topics.HubAlerts));
        Assert.Null(Document.ContentTypeOf("elsewhere"));
    }

    private static IEnumerable<string> ActionsOn(string address)
    {
        var schemas = new JsonSchemas(Document.Root);
        foreach (var operation in Document.Root.GetProperty("operations").EnumerateObject())
        {
            var channel = schemas.Find(operation.Value.GetProperty("channel").GetProperty("$ref").GetString()!);
            if (channel.GetProperty("address").GetString() == address)
                yield return operation.Value.GetProperty("action").GetString()!;
        }
    }
}
