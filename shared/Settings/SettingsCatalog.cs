#pragma warning disable CA1822 // until it is filled in
using System.Text.Json.Nodes;

namespace CheckIn.Settings;

/// <summary>What is wrong with a setting, for people.</summary>
/// <param name="Path">Its whole key, such as <c>Lanes:in:Turnstile:Pulse</c>; empty = none in particular.</param>
public sealed record SettingProblem(string Path, string English, string Vietnamese);

/// <summary>What kind of value a setting has.</summary>
public enum SettingKind { Section, List, Boolean, Integer, Number, Duration, Choice, Text, Address }

/// <summary>One setting of a gate.</summary>
/// <param name="Path">Its key; of a lane's <c>Lanes:*:…</c>, of another list's item <c>…:#:…</c>.</param>
/// <param name="Default">As it would be written; null = it has none.</param>
/// <param name="Least">Lowest value, likewise; null = there is no bound.</param>
/// <param name="Choices">Of a choice, its words.</param>
/// <param name="IsLocal">It is the gate's own to say, and not the hub's: who it is, and where its files lie.</param>
/// <param name="CutsOff">A wrong value can cut the gate off from its hub, so the gate tries it.</param>
/// <param name="English">What it is, its unit, and what goes wrong at the edges.</param>
public sealed record SettingEntry(
    string Path, SettingKind Kind, string? Default, string? Least, string? Most, IReadOnlyList<string>? Choices,
    bool IsLocal, bool CutsOff, string English, string Vietnamese);

/// <summary>
/// Every setting that a gate knows, by name, kind and range: what the hub holds settings against before it sends them. A
/// gate holds them against its own options besides, which know how settings fit together.
/// </summary>
public sealed class SettingsCatalog
{
    /// <summary>Of this version's gates.</summary>
    public static SettingsCatalog Gate { get; } = new([]);

    private SettingsCatalog(IReadOnlyList<SettingEntry> entries) => Entries = entries;

    public IReadOnlyList<SettingEntry> Entries { get; }

    /// <summary>The entry of a key such as <c>Lanes:in:Turnstile:Pulse</c>, however it is capitalised; null = none.</summary>
    public SettingEntry? Find(string path) => null;

    /// <summary>What is wrong with values as the hub sends them; empty = nothing that can be told without the gate.</summary>
    public IReadOnlyList<SettingProblem> Check(JsonObject values) => [];

    /// <summary>What is wrong with a lane plan, whose lanes are a list, as in a gate's file.</summary>
    public IReadOnlyList<SettingProblem> CheckPlan(JsonObject plan) => [];

    /// <summary>Keys in the patch that can cut a gate off.</summary>
    public IReadOnlyList<string> Cutting(JsonObject patch) => [];
}
