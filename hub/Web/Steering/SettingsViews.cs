using System.Text.Json.Nodes;
using CheckIn.Contract;
using CheckIn.Hub.Desired;
using CheckIn.Hub.Web.Parts;

namespace CheckIn.Hub.Web.Steering;

/// <summary>A version of what a place says, on a page.</summary>
/// <param name="Rollout">By which it came; null = at once.</param>
public sealed record SettingsVersionView(
    long Number, string Title, IReadOnlyList<SettingLine> Patch, JsonObject Document, string By, DateTimeOffset At,
    long? Rollout)
{
    internal static SettingsVersionView? Of(LayerVersion? version) => version is null ? null : new(
        version.Number, version.Title, SettingLines.Of(version.Patch), version.Document, version.By, version.At,
        version.Rollout);
}

/// <summary>What a place says, on a page.</summary>
/// <param name="Steps">How many of its gates are how far; without those of which there are none.</param>
public sealed record LayerView(
    ScopeView Scope, SettingsVersionView? Current, SettingsVersionView? Rolling, int Gates, int Applied,
    IReadOnlyList<Total> Steps)
{
    /// <summary>The rollout that brings <see cref="Rolling"/>, where it is asked for; null = nothing is, or it is forgotten.</summary>
    public RolloutView? Rollout { get; init; }

    /// <summary>Which version a change is written against.</summary>
    public long Number => Current?.Number ?? 0;

    internal static LayerView Of(LayerPicture picture, ScopeView scope, PageContext page)
    {
        var counts = picture.Counts;
        return new(scope, SettingsVersionView.Of(picture.Current), SettingsVersionView.Of(picture.Rolling), counts.Gates,
            counts.Applied, StepsOf(counts, SettingsPageWords.Of(page.Words)));
    }

    private static Total[] StepsOf(SettingsCounts counts, SettingsPageWords text) =>
    [
        .. new[]
        {
            new Total(text.Refused, counts.Refused, "lost"), new Total(text.Late, counts.Late, "degraded"),
            new Total(text.Underway, counts.Underway, "init"), new Total(text.Absent, counts.Absent, "stopped"),
            new Total(text.Applied, counts.Applied, "ready"),
        }.Where(static total => total.Value > 0),
    ];
}

/// <summary>A gate that has not applied what is wanted, on a page.</summary>
/// <param name="Mark">The state of gates whose shape and colour it has.</param>
/// <param name="How">How it stands with it.</param>
/// <param name="Why">What the gate says is wrong; empty = nothing.</param>
public sealed record DifferenceView(
    string Gate, string? Label, string? Site, DateTimeOffset Since, string Mark, string How,
    IReadOnlyList<SettingLine> Why)
{
    /// <summary>What needs a person first.</summary>
    internal int Rank => Array.IndexOf(Ranks, Mark);

    private static readonly string[] Ranks = ["lost", "degraded", "init", "never_seen", "stopped"];

    internal static DifferenceView Of(
        GateDifference difference, string? label, string? site, bool isPresent, SettingsPageWords text)
    {
        var message = difference.Report?.Message;
        var (mark, how) = message?.State switch
        {
            ReportedStates.Refused => ("lost", text.StateRefused),
            ReportedStates.Reverted => ("lost", text.StateReverted),
            ReportedStates.Waiting => ("init", text.Waiting),
            ReportedStates.Trying => ("init", text.Trying),
            null => ("never_seen", text.Silent),
            _ => ("init", text.Other),
        };
        if (mark != "lost" && !isPresent)
            (mark, how) = ("stopped", text.Absent);
        else if (mark != "lost" && difference.IsLate)
            (mark, how) = ("degraded", $"{text.Late}: {how}");
        return new(difference.Gate, label, site, difference.Since, mark, how,
            [.. (message?.Errors ?? []).Select(static error => new SettingLine(error.Path, error.Problem))]);
    }
}
