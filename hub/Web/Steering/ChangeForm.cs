using System.Globalization;
using System.Text.Json.Nodes;
using CheckIn.Hub.Rollouts;
using CheckIn.Settings;

namespace CheckIn.Hub.Web.Steering;

/// <summary>What somebody typed to change one setting, or several as JSON.</summary>
/// <param name="Path">Of the setting, as the catalog has it; empty = he wrote JSON.</param>
/// <param name="Lane">Empty = every lane.</param>
/// <param name="Patch">What is in the change already; or all of it as JSON.</param>
public sealed record ChangeForm(string Path = "", string Lane = "", string Value = "", bool Unset = false, string Patch = "")
{
    private const int LongestLane = 64;

    /// <summary>What is wrong, by field.</summary>
    public IReadOnlyDictionary<string, string> Problems { get; init; } = new Dictionary<string, string>();

    /// <summary>What is wrong, and of no field in particular.</summary>
    public IReadOnlyList<string> Others { get; init; } = [];

    internal static ChangeForm Of(IFormCollection sent) => new(
        Text(sent, "path"), Text(sent, "lane"), Text(sent, "value"), Text(sent, "do") == "unset", Text(sent, "patch"));

    /// <summary>Null = something of it cannot be read; what, is in the form that comes with it.</summary>
    internal (JsonObject? Patch, ChangeForm Form) Read(SettingEntry? entry, PageContext page)
    {
        var text = SettingsPageWords.Of(page.Words);
        var (patch, why) = SettingJson.Read(Patch);
        if (patch is null)
            return (null, Wrong("patch", FleetWords.Fill(text.NotJson, why)));
        if (entry is null)
            return (patch, this);
        if (Lane.Length > LongestLane || Lane.Contains(':'))
            return (null, Wrong("lane", text.NotALane));
        var value = Unset ? null : SettingPatch.Read(entry, Value);
        if (value is null && !Unset)
            return (null, Wrong("value", FleetWords.Fill(text.NotOne, EntryText.Allowed(entry, page))));
        return (SettingPatch.With(patch, SettingPatch.PathFor(entry, Lane), value), this);
    }

    internal ChangeForm Wrong(string field, string problem) =>
        this with { Problems = new Dictionary<string, string> { [field] = problem } };

    internal static string Text(IFormCollection sent, string name) => sent[name].ToString().Trim();
}

/// <summary>How a change is applied, and what for, as somebody typed it.</summary>
/// <param name="How">now or stages.</param>
/// <param name="Stand">Minutes.</param>
/// <param name="Expected">The version of the place that was looked at.</param>
public sealed record ApplyForm(
    string Title = "", string How = ApplyForm.Now, string Stages = "1,5%,25%,100%", string Stand = "10",
    string StopAt = "5", string Expected = "")
{
    internal const string Now = "now", InStages = "stages";
    private const int LongestTitle = 100;
    private static readonly TimeSpan Longest = TimeSpan.FromDays(30);

    /// <summary>What is wrong, by field.</summary>
    public IReadOnlyDictionary<string, string> Problems { get; init; } = new Dictionary<string, string>();

    internal static ApplyForm Of(IFormCollection sent) => new(
        ChangeForm.Text(sent, "title"), ChangeForm.Text(sent, "how"), ChangeForm.Text(sent, "stages"),
        ChangeForm.Text(sent, "stand"), ChangeForm.Text(sent, "stop_at"), ChangeForm.Text(sent, "expected"));

    internal long? ExpectedNumber =>
        long.TryParse(Expected, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    /// <summary>How it is rolled out; null = to all at once. Problems say what cannot be read.</summary>
    internal (RolloutPlan? Plan, ApplyForm Form) Read(PageContext page)
    {
        var problems = new Dictionary<string, string>();
        if (Title.Length is 0 or > LongestTitle)
            problems["title"] = SettingsPageWords.Of(page.Words).TitleMissing;
        var plan = How == InStages ? Staged(problems, UpdatePageWords.Of(page.Words).NotANumber) : null;
        return (plan, this with { Problems = problems });
    }

    private RolloutPlan? Staged(Dictionary<string, string> problems, string notANumber)
    {
        var stages = RolloutStage.Parse(Stages);
        if (stages is null)
            problems["stages"] = notANumber;
        if (!int.TryParse(Stand, NumberStyles.None, CultureInfo.InvariantCulture, out var minutes)
            || TimeSpan.FromMinutes(minutes) > Longest)
            problems["stand"] = notANumber;
        if (!decimal.TryParse(StopAt, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var rate)
            || rate is <= 0 or > 100)
            problems["stop_at"] = notANumber;
        return problems.Count > 0 ? null : RolloutPlan.Usual with
        {
            Stages = stages!,
            Stand = TimeSpan.FromMinutes(minutes),
            StopAt = rate,
        };
    }
}
