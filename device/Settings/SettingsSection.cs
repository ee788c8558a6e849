namespace CheckIn.Gate.Settings;

/// <summary>Options that a gate binds, and the section that they are in; empty = the top.</summary>
internal sealed record SettingsSection(string Key, Type Options);
