using CheckIn.Hub.Broker;
using CheckIn.Mqtt;
using FsCheck;
using FsCheck.Fluent;

namespace CheckIn.Hub.Tests.Broker;

public class TopicTreeTests
{
    private static readonly Gen<string> Topic =
        Gen.Elements("a", "b", "", "$c").NonEmptyListOf().Select(l => string.Join('/', l)).Where(t => t.Length > 0);

    private static readonly Gen<string> Filter =
        from levels in Gen.Elements("a", "b", "", "+", "$c").NonEmptyListOf()
        from all in Gen.Elements(true, false)
        let filter = string.Join('/', levels) + (all ? "/#" : "")
        where filter.Length > 0
        select filter;

    private static Subscription To(string filter) => new(new(filter, MqttQos.AtLeastOnce), 0);

    private static HashSet<string> Match(TopicTree<string> tree, string topic)
    {
        var matches = new List<KeyValuePair<string, Subscription>>();
        tree.Match(topic, matches);
        Assert.Equal(matches.Count, matches.DistinctBy(m => m.Key).Count());
        return [.. matches.Select(m => m.Key)];
    }

    [Fact]
    public void The_tree_finds_exactly_the_filters_that_match_and_forgets_those_removed() =>
        Prop.ForAll(Filter.ListOf().ToArbitrary(), Topic.ToArbitrary(), (filters, topic) =>
        {
            var tree = new TopicTree<string>();
            var distinct = filters.Distinct().ToList();
            foreach (var filter in distinct)
                Assert.True(tree.Add(filter, To(filter)));
            Assert.Equal(distinct.Where(f => MqttTopic.Matches(f, topic)).ToHashSet(), Match(tree, topic));
            foreach (var filter in distinct.Take(distinct.Count / 2))
                Assert.True(tree.Remove(filter, filter));
            var left = distinct.Skip(distinct.Count / 2);
            Assert.Equal(left.Where(f => MqttTopic.Matches(f, topic)).ToHashSet(), Match(tree, topic));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(1000));

    [Fact]
    public void A_filter_that_nobody_has_is_not_removed()
    {
        var tree = new TopicTree<string>();
        tree.Add("x", To("a/b"));
        Assert.False(tree.Remove("x", "a"));
        Assert.False(tree.Remove("y", "a/b"));
        Assert.False(tree.Remove("x", "a/b/c"));
        Assert.True(tree.Remove("x", "a/b"));
    }
}
