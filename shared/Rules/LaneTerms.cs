using CheckIn.Contract;

namespace CheckIn.Rules;

/// <summary>What the settings come to for one lane: what is said for all, and then what is said for it.</summary>
internal sealed record LaneTerms(
    string Kinds, string AdmittedCategories, string Hours, string From, string Until, RulePolicy UnknownCodes,
    RulePolicy Unlisted, Enforcement Passback, TimeSpan ReentryAfter, int EntriesADay)
{
    internal static LaneTerms Of(RulesOptions options, string lane, Direction direction)
    {
        var terms = new LaneTerms(
            options.Kinds, options.AdmittedCategories, options.Hours, options.From, options.Until, options.UnknownCodes,
            options.Unlisted, options.Passback, options.ReentryAfter, options.EntriesADay);
        foreach (var its in options.Lanes)
        {
            if (its.Concerns(lane, direction))
                terms = terms.With(its);
        }
        return terms;
    }

    private LaneTerms With(LaneRulesOptions its) => new(
        its.Kinds ?? Kinds, its.AdmittedCategories ?? AdmittedCategories, its.Hours ?? Hours, its.From ?? From,
        its.Until ?? Until, its.UnknownCodes ?? UnknownCodes, its.Unlisted ?? Unlisted, its.Passback ?? Passback,
        its.ReentryAfter ?? ReentryAfter, its.EntriesADay ?? EntriesADay);
}
