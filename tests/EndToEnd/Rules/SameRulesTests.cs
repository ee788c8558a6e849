using CheckIn.Fixtures;
using CheckIn.Gate.Settings;
using CheckIn.Hub.Rules;
using CheckIn.Rules;
using CheckIn.Settings;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace CheckIn.EndToEnd.Tests.Rules;

/// <summary>A gate decides by what its own settings come to, the hub by what it has sent: the same, whatever that is.</summary>
public sealed class SameRulesTests
{
    private const int Documents = 500;
    private const int CasesOfEach = 200;

    [Fact]
    public void Gate_and_hub_give_the_same_decision_for_a_hundred_thousand_cases()
    {
        var (drawn, refused) = (new RandomRules(2026), 0);
        for (var i = 0; i < Documents; i++)
        {
            var document = drawn.Document();
            Assert.Empty(SettingsCatalog.Gate.Check(document));
            Assert.Empty(SentRules.Problems(document));
            // The gate's list came as a document, the hub's never left it.
            var cards = drawn.Cards();
            var (name, direction) = drawn.Lane();
            var gate = RuleEngine.Of(AtGate(document), cards.Count == 0 ? cards : CardDocument.Read(CardDocument.Write(cards)))
                .Of(name, direction);
            var hub = RuleEngine.Of(SentRules.Of(document), cards).Of(name, direction);
            for (var j = 0; j < CasesOfEach; j++)
            {
                var asked = drawn.Case();
                var decided = gate.Decide(asked);
                Assert.Equal(decided, hub.Decide(asked));
                refused += decided.Outcome == CheckIn.Contract.Outcome.Refused ? 1 : 0;
            }
        }
        Assert.InRange(refused, Documents * CasesOfEach / 5, Documents * CasesOfEach * 19 / 20);
    }

    /// <summary>Through the gate's own layers, checks and binding.</summary>
    private static RulesOptions AtGate(System.Text.Json.Nodes.JsonObject document)
    {
        var layer = HubLayer.Of(document, new ConfigurationBuilder().Build());
        Assert.Empty(layer.Ignored);
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(layer.Settings).Build();
        using var provider = new ServiceCollection().AddSettings<RulesOptions>(configuration, "Rules").BuildServiceProvider();
        return provider.GetRequiredService<IOptions<RulesOptions>>().Value;
    }
}
