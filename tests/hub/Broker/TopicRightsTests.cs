using CheckIn.Contract;
using CheckIn.Hub.Broker;
using CheckIn.Mqtt;

namespace CheckIn.Hub.Tests.Broker;

/// <summary>Who may do what with which topic, spelled out a second time and compared with every case there
/// is.</summary>
public sealed class TopicRightsTests
{
    private static readonly Dictionary<GateTopic, (bool Publishes, bool Reads)> Gate = new()
    {
        [GateTopic.State] = (true, true),
        [GateTopic.Events] = (true, false),
        [GateTopic.Replies] = (true, false),
        [GateTopic.Health] = (true, false),
        [GateTopic.Reported] = (true, false),
        [GateTopic.Ack] = (false, true),
        [GateTopic.Commands] = (false, true),
        [GateTopic.Desired] = (false, true),
        [GateTopic.Inside] = (false, true),
    };

    private static readonly ClientIdentity Own = new("gate-1", StrictTopicAccess.GateRole);
    private static readonly ClientIdentity Nobody = new("gate-1");
    private static readonly ClientIdentity Program = new("gate-1", StrictTopicAccess.ProgramRole);
    private readonly StrictTopicAccess _access = new();

    public static TheoryData<GateTopic> AllTopics() => [.. Enum.GetValues<GateTopic>()];

    [Theory]
    [MemberData(nameof(AllTopics))]
    public void A_gate_has_its_own_topics_in_one_direction_and_nobody_elses_in_any(GateTopic leaf)
    {
        var (publishes, reads) = Gate[leaf];
        var own = Topics.Of("gate-1", leaf);
        Assert.Equal(publishes, MayPublish(Own, own));
        Assert.Equal(reads, MaySubscribe(Own, own));
        foreach (var other in (string[])["gate-2", "gate-11", "gate", "gate-1-", "1"])
        {
            Assert.False(MayPublish(Own, Topics.Of(other, leaf)));
            Assert.False(MaySubscribe(Own, Topics.Of(other, leaf)));
        }
        Assert.False(MaySubscribe(Own, Topics.OfAnyGate(leaf)));
    }

    [Theory]
    [MemberData(nameof(AllTopics))]
    public void A_client_of_this_machine_is_the_gate_it_calls_itself_and_nobody_else(GateTopic leaf)
    {
        Assert.Equal(Gate[leaf].Publishes, MayPublish(Nobody, Topics.Of("gate-1", leaf)));
        Assert.Equal(Gate[leaf].Reads, MaySubscribe(Nobody, Topics.Of("gate-1", leaf)));
        Assert.False(MayPublish(Nobody, Topics.Of("gate-2", leaf)));
        Assert.False(MaySubscribe(Nobody, Topics.Of("gate-2", leaf)));
        Assert.False(MaySubscribe(Nobody, Topics.OfAnyGate(leaf)));
        Assert.True(MayPublish(Nobody, "elsewhere"));
        Assert.True(MaySubscribe(Nobody, "elsewhere/#"));
        Assert.False(MayPublish(Nobody, "checkin/elsewhere"));
    }

    [Theory]
    [MemberData(nameof(AllTopics))]
    public void A_program_with_a_token_subscribes_to_anything_and_says_nothing_in_the_products_name(GateTopic leaf)
    {
        Assert.False(MayPublish(Program, Topics.Of("gate-1", leaf)));
        Assert.True(MaySubscribe(Program, Topics.OfAnyGate(leaf)));
        Assert.True(MayPublish(Program, "elsewhere"));
    }

    [Fact]
    public void What_the_hub_says_to_all_a_gate_reads_and_never_says()
    {
        Assert.True(MaySubscribe(Own, Topics.HubState));
        Assert.False(MaySubscribe(Own, Topics.HubAlerts));
        Assert.False(MayPublish(Own, Topics.HubState));
        Assert.False(MayPublish(Own, Topics.HubAlerts));
    }

    /// <summary>Each of 371,293 filters of up to five levels, wildcards and $SYS among them, below every
    /// prefix.</summary>
    [Fact]
    public void Of_all_filters_a_gate_gets_six_and_of_all_topics_it_publishes_on_five()
    {
        string[] words =
            ["", "+", "#", "$SYS", "$share", "checkin", "v1", "gates", "gate-1", "gate-2", "hub", "state", "ack"];
        var (filters, topics) = (new HashSet<string>(), new HashSet<string>());
        foreach (var text in Texts(words, 5).Concat(Gate.Keys.Select(leaf => Topics.Of("gate-1", leaf))))
        {
            if (MaySubscribe(Own, text))
                filters.Add(text);
            if (MayPublish(Own, text))
                topics.Add(text);
        }
        Assert.Equal(
            Gate.Where(g => g.Value.Reads).Select(g => Topics.Of("gate-1", g.Key)).Append(Topics.HubState).Order(),
            filters.Order());
        Assert.Equal(Gate.Where(g => g.Value.Publishes).Select(g => Topics.Of("gate-1", g.Key)).Order(), topics.Order());
    }

    [Theory]
    [InlineData("checkin/v1/gates/GATE-1/events")]
    [InlineData("checkin/v1/gates/gate-1/events/")]
    [InlineData("checkin/v1/gates/gate-1/events/more")]
    [InlineData("/checkin/v1/gates/gate-1/events")]
    [InlineData("checkin/v2/gates/gate-1/events")]
    [InlineData("checkin/v1/gates/gate-1")]
    [InlineData("$SYS/broker/uptime")]
    [InlineData("$share/g/checkin/v1/gates/gate-1/events")]
    [InlineData("elsewhere")]
    public void Nothing_that_only_looks_like_its_own_is(string topic)
    {
        Assert.False(MayPublish(Own, topic));
        Assert.False(MaySubscribe(Own, topic));
    }

    [Fact]
    public void What_gates_publish_the_hub_reads_and_what_they_read_somebody_publishes()
    {
        foreach (var leaf in Enum.GetValues<GateTopic>())
        {
            var use = TopicRights.Of(leaf);
            Assert.Equal(use.HasFlag(TopicUse.GatePublishes), use.HasFlag(TopicUse.HubReads));
            Assert.NotEqual(use.HasFlag(TopicUse.GatePublishes), use.HasFlag(TopicUse.HubPublishes));
        }
    }

    private bool MayPublish(ClientIdentity client, string topic) =>
        _access.JudgePublish(client, topic) == MqttReasonCode.Success;

    private bool MaySubscribe(ClientIdentity client, string filter) =>
        _access.JudgeSubscribe(client, filter) == MqttReasonCode.Success;

    private static IEnumerable<string> Texts(string[] words, int levels) => levels == 1
        ? words
        : Texts(words, levels - 1).SelectMany(text => words.Select(word => text + "/" + word).Prepend(text));
}
