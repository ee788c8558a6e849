using System.Text.Json.Nodes;
using CheckIn.Contract;
using CheckIn.Hub.Rollouts;
using CheckIn.Hub.Sites;

namespace CheckIn.Hub.Desired;

/// <summary>A change of settings that somebody asks for.</summary>
/// <param name="Scope">Whose: the whole hub, a node, a group, a site or a gate.</param>
/// <param name="Patch">JSON merge patch (RFC 7396) on what that scope has now.</param>
/// <param name="Title">What it is for, for people; 1 to 100 characters.</param>
/// <param name="Plan">How it is rolled out; null = to all at once.</param>
/// <param name="Expected">Number of the scope's version that it was written against; null = whichever.</param>
internal sealed record SettingsOrder(
    FleetScope Scope, JsonObject Patch, string Title, RolloutPlan? Plan = null, long? Expected = null);

/// <summary>What would come of an order.</summary>
/// <param name="Document">What the scope would have.</param>
/// <param name="Gates">How many gates are in it.</param>
/// <param name="Problems">Why it cannot be; empty = it can.</param>
/// <param name="Cutting">Settings in the patch that may cut a gate off, which each gate therefore tries.</param>
internal sealed record SettingsPreview(
    JsonObject Document, int Gates, IReadOnlyList<CheckIn.Settings.SettingProblem> Problems, IReadOnlyList<string> Cutting);

/// <summary>A change that was made.</summary>
/// <param name="Number">Of the scope's new version.</param>
/// <param name="Rollout">By which it is brought to gates; null = all have it already, as soon as they hear.</param>
/// <param name="Gates">How many it concerns.</param>
internal sealed record SettingsChange(string Scope, long Number, long? Rollout, int Gates);

/// <summary>A version of a scope's settings.</summary>
/// <param name="Number">From 1, within the scope.</param>
/// <param name="Patch">What was changed.</param>
/// <param name="Document">All that the scope says since then.</param>
/// <param name="Rollout">By which it was rolled out; null = at once.</param>
internal sealed record LayerVersion(
    long Id, string Scope, long Number, string Title, JsonObject Patch, JsonObject Document, string By, DateTimeOffset At,
    long? Rollout);

/// <summary>How many gates of a scope have what is wanted of them.</summary>
/// <param name="Applied">It is in force there.</param>
/// <param name="Underway">It is on its way, waits for a quiet moment or is tried.</param>
/// <param name="Refused">Refused or reverted.</param>
/// <param name="Late">Present, and different for longer than <c>Desired:LateAfter</c>.</param>
/// <param name="Absent">Not connected; they get it when they come.</param>
internal readonly record struct SettingsCounts(int Gates, int Applied, int Underway, int Refused, int Late, int Absent);

/// <summary>What a scope says, as somebody sees it.</summary>
/// <param name="Current">What it says; null = nothing yet.</param>
/// <param name="Rolling">What is being rolled out, or was stopped on its way; null = nothing.</param>
internal sealed record LayerPicture(FleetScope Scope, LayerVersion? Current, LayerVersion? Rolling, SettingsCounts Counts);

/// <summary>A setting that the hub wants of a gate, and where it comes from.</summary>
/// <param name="Path">Its whole key, such as <c>Lanes:in:Turnstile:Pulse</c>.</param>
/// <param name="Value">As JSON.</param>
/// <param name="Scope">The scope that has the last word.</param>
internal sealed record SettingSource(string Path, string Value, string Scope, long Number);

/// <summary>What a gate said last of its settings.</summary>
/// <param name="DifferentSince">Since when wanted and applied differ; null = they do not.</param>
internal sealed record GateReport(ReportedMessage Message, DateTimeOffset At, DateTimeOffset? DifferentSince);

/// <summary>A gate's settings as the hub wants them, and as the gate has them.</summary>
/// <param name="Version">0 = the hub wants none.</param>
/// <param name="Report">Null = the gate has said nothing yet.</param>
internal sealed record GateSettings(
    string Gate, long Version, DateTimeOffset? ChangedAt, JsonObject Values, IReadOnlyList<SettingSource> Sources,
    GateReport? Report);

/// <summary>A gate that has not applied what is wanted.</summary>
internal sealed record GateDifference(string Gate, string? Site, DateTimeOffset Since, bool IsLate, GateReport? Report);
