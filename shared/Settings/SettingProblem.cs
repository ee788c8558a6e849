namespace CheckIn.Settings;

/// <summary>What is wrong with a setting, for people.</summary>
/// <param name="Path">Its whole key, such as <c>Lanes:in:Turnstile:Pulse</c>; empty = none in particular.</param>
public sealed record SettingProblem(string Path, string English, string Vietnamese);
