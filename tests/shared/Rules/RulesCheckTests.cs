using CheckIn.Rules;

namespace CheckIn.Shared.Tests.Rules;

public sealed class RulesCheckTests
{
    [Fact]
    public void Every_problem_names_its_key_and_says_what_is_allowed_in_both_languages()
    {
        var options = new RulesOptions
        {
            TimeZone = "Mars/Olympus",
            Holidays = "17/2/2026",
            Kinds = "Cccd, Passport",
            AdmittedCategories = "Staff",
            Hours = "always",
            From = "2026-13-01T00:00",
        };
        options.Categories.Add(new CategoryOptions { Category = "staff", Hours = "Mo-" });
        options.Categories.Add(new CategoryOptions { Category = "staff", Kinds = "VenueCode" });
        options.Lanes.Add(new LaneRulesOptions { Until = "2026-02-29T00:00" });
        var problems = RulesCheck.Problems(options);
        Assert.Equal(
            [
                "Rules:TimeZone", "Rules:Holidays", "Rules:Kinds", "Rules:AdmittedCategories", "Rules:Hours", "Rules:From",
                "Rules:Categories:0:Hours", "Rules:Categories:1:Kinds", "Rules:Lanes:0:Until", "Rules:Categories",
            ], problems.Select(static problem => problem.Path));
        Assert.All(problems, static problem => Assert.StartsWith(problem.Path + ": ", problem.English, StringComparison.Ordinal));
        Assert.All(problems, static problem => Assert.NotEqual(problem.English, problem.Vietnamese));
        Assert.Throws<FormatException>(() => RuleEngine.Of(options));
    }

    [Fact]
    public void Rules_that_nobody_set_have_no_problem() => Assert.Empty(RulesCheck.Problems(new RulesOptions()));
}
