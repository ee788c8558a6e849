using CheckIn.Settings;

namespace CheckIn.Rules;

/// <summary>
/// What is wrong with rules beyond what types, ranges and patterns say. Pure, and the same at the gate and at the hub.
/// </summary>
public static class RulesCheck
{
    private const string Section = "Rules";

    /// <summary>Every problem, with its key; empty = an engine can be made of them.</summary>
    public static IReadOnlyList<SettingProblem> Problems(RulesOptions options)
    {
        var problems = new List<SettingProblem>();
        Try(problems, $"{Section}:{nameof(options.TimeZone)}", options.TimeZone, RuleTexts.Zone);
        Try(problems, $"{Section}:{nameof(options.Holidays)}", options.Holidays, RuleTexts.Holidays);
        TryLane(problems, Section, options.Kinds, options.AdmittedCategories, options.Hours, options.From, options.Until);
        for (var i = 0; i < options.Categories.Count; i++)
        {
            var key = $"{Section}:{nameof(options.Categories)}:{i}";
            Try(problems, $"{key}:{nameof(CategoryOptions.Hours)}", options.Categories[i].Hours, RuleTexts.Hours);
            Try(
                problems, $"{key}:{nameof(CategoryOptions.Kinds)}", options.Categories[i].Kinds,
                static text => RuleTexts.Kinds(text));
        }
        for (var i = 0; i < options.Lanes.Count; i++)
        {
            var lane = options.Lanes[i];
            TryLane(
                problems, $"{Section}:{nameof(options.Lanes)}:{i}", lane.Kinds, lane.AdmittedCategories, lane.Hours,
                lane.From, lane.Until);
        }
        foreach (var twice in options.Categories.GroupBy(static one => one.Category).Where(static group => group.Count() > 1))
            problems.Add(new(
                $"{Section}:{nameof(options.Categories)}",
                $"{Section}:{nameof(options.Categories)}: '{twice.Key}' stands {twice.Count()} times; each category once.",
                $"{Section}:{nameof(options.Categories)}: '{twice.Key}' xuất hiện {twice.Count()} lần; mỗi nhóm chỉ một lần."));
        return problems;
    }

    private static void TryLane(
        List<SettingProblem> problems, string key, string? kinds, string? categories, string? hours, string? from,
        string? until)
    {
        Try(problems, $"{key}:{nameof(RulesOptions.Kinds)}", kinds, static text => RuleTexts.Kinds(text));
        Try(problems, $"{key}:{nameof(RulesOptions.AdmittedCategories)}", categories, RuleTexts.Categories);
        Try(problems, $"{key}:{nameof(RulesOptions.Hours)}", hours, RuleTexts.Hours);
        Try(problems, $"{key}:{nameof(RulesOptions.From)}", from, static text => RuleTexts.Wall(text));
        Try(problems, $"{key}:{nameof(RulesOptions.Until)}", until, static text => RuleTexts.Wall(text));
    }

    private static void Try(List<SettingProblem> problems, string key, string? text, Func<string, object?> read)
    {
        try
        {
            if (text is not null)
                read(text);
        }
        catch (WrongTextException e)
        {
            problems.Add(new(
                key, $"{key}: {e.In(Language.English)}.", $"{key}: {e.In(Language.Vietnamese)}."));
        }
    }
}
