using CheckIn.Contract;
using CheckIn.Passes;
using CheckIn.Rules;

namespace CheckIn.Shared.Tests.Rules;

public sealed class RulePlaceTests
{
    private static readonly PlaceWanted Place = new("truong-a", ["xa-1", "tinh"]);

    [Fact]
    public void Passes_are_good_where_the_hub_says_that_the_gate_stands()
    {
        var engine = RuleEngine.Of(new RulesOptions(), place: Place);
        Assert.Equal((true, true, true, true), (Is(engine, null), Is(engine, "s:truong-a"), Is(engine, "n:xa-1"), Is(engine,
            "n:tinh")));
        Assert.Equal((false, false, false), (Is(engine, "s:xa-1"), Is(engine, "n:truong-a"), Is(engine, "s:truong-b")));
        Assert.Equal((true, false), (Is(RuleEngine.Default, null), Is(RuleEngine.Default, "s:truong-a")));
    }

    [Fact]
    public void What_settings_say_of_the_place_stands_above_it_each_by_itself()
    {
        var site = RuleEngine.Of(new RulesOptions { Site = "truong-b" }, place: Place);
        Assert.Equal((false, true, true), (Is(site, "s:truong-a"), Is(site, "s:truong-b"), Is(site, "n:tinh")));
        var nodes = RuleEngine.Of(new RulesOptions { Nodes = "xa-2" }, place: Place);
        Assert.Equal((true, false, true), (Is(nodes, "s:truong-a"), Is(nodes, "n:tinh"), Is(nodes, "n:xa-2")));
    }

    [Fact]
    public void The_same_place_said_again_is_the_same()
    {
        Assert.Equal(Place, new PlaceWanted("truong-a", ["xa-1", "tinh"]));
        Assert.NotEqual(Place, new PlaceWanted("truong-a", ["tinh", "xa-1"]));
        Assert.NotEqual(Place, new PlaceWanted("truong-b", ["xa-1", "tinh"]));
    }

    private static bool Is(RuleEngine engine, string? scope) => engine.IsHere(scope is null ? null : PassScope.Parse(scope));
}
