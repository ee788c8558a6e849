using System.Text;
using CheckIn.Fixtures;
using CheckIn.Rules;
using Microsoft.Extensions.Configuration;

namespace CheckIn.Shared.Tests.Rules;

/// <summary>A case drawn at random, what is said of it, and by which rules.</summary>
internal sealed record DrawnCase(RuleCase Asked, Verdict Verdict, LaneRules Lane)
{
    /// <summary>So many, a hundred for each set of rules.</summary>
    /// <param name="seed">The same gives the same ones.</param>
    /// <param name="count">A multiple of a hundred.</param>
    /// <param name="set">What the rules say in any case; null = nothing.</param>
    internal static IEnumerable<DrawnCase> Some(int seed, int count, Action<RulesOptions>? set = null)
    {
        var drawn = new RandomRules(seed);
        for (var i = 0; i < count / 100; i++)
        {
            var options = new RulesOptions();
            using var json = new MemoryStream(Encoding.UTF8.GetBytes(drawn.Document().ToJsonString()));
            new ConfigurationBuilder().AddJsonStream(json).Build().GetSection("Rules").Bind(options);
            set?.Invoke(options);
            var (name, direction) = drawn.Lane();
            var lane = RuleEngine.Of(options, drawn.Cards()).Of(name, direction);
            for (var j = 0; j < 100; j++)
            {
                var asked = drawn.Case();
                yield return new DrawnCase(asked, lane.Decide(asked), lane);
            }
        }
    }
}
