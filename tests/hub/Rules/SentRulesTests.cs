using System.Text.Json.Nodes;
using CheckIn.Hub.Rules;
using CheckIn.Rules;

namespace CheckIn.Hub.Tests.Rules;

public sealed class SentRulesTests
{
    [Fact]
    public void Rules_that_no_gate_could_decide_by_are_told_with_their_keys()
    {
        var problems = SentRules.Problems(Json("""{"Rules":{"Hours":"always","Lanes":[{"Lane":"vao","Kinds":"Passport"}]}}"""));
        Assert.Equal(["Rules:Hours", "Rules:Lanes:0:Kinds"], problems.Select(static problem => problem.Path));
        Assert.Equal(["Rules"], SentRules.Problems(Json("""{"Rules":{"Passback":"Sometimes"}}""")).Select(static problem => problem.Path));
        Assert.Empty(SentRules.Problems(Json("""{"Gpio":{"Driver":"Virtual"}}""")));
    }

    [Fact]
    public void They_are_read_however_they_are_capitalised_and_null_says_nothing()
    {
        var options = SentRules.Of(Json("""{"rules":{"HOURS":"24/7","Kinds":null,"passback":"hard","Lanes":[{"Direction":"out","EntriesADay":3}]}}"""));
        Assert.Equal(("24/7", new RulesOptions().Kinds, Enforcement.Hard), (options.Hours, options.Kinds, options.Passback));
        Assert.Equal((CheckIn.Contract.Direction.Out, 3), (options.Lanes[0].Direction, options.Lanes[0].EntriesADay));
    }

    private static JsonObject Json(string text) => JsonNode.Parse(text)!.AsObject();
}
