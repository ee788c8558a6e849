using CheckIn.Settings;
using Microsoft.Extensions.Configuration.CommandLine;
using Microsoft.Extensions.Configuration.EnvironmentVariables;
using Microsoft.Extensions.Configuration.Json;
using Microsoft.Extensions.Configuration.Memory;

namespace CheckIn.Gate.Settings;

/// <summary>A setting in force, and who said so.</summary>
/// <param name="Key">Such as <c>Lanes:0:Turnstile:Pulse</c>.</param>
/// <param name="Source">One of <see cref="SettingSources"/>.</param>
/// <param name="Problem">What is wrong with it, in English; null = nothing that can be told by itself.</param>
internal sealed record SettingShown(string Key, string Value, string Source, string? Problem = null);

/// <summary>Who said what a setting is, from the lowest to the highest; stable words.</summary>
internal static class SettingSources
{
    internal const string Default = "default";
    internal const string File = "file";
    internal const string Enrolment = "enrolment";
    internal const string Hub = "hub";
    internal const string Environment = "environment";
    internal const string CommandLine = "command_line";
    internal const string Scanner = "scanner";

    internal static string Words(string source, Language language) => source switch
    {
        Default => language.Of("default", "mặc định"),
        File => "appsettings.json",
        Enrolment => language.Of("hub, by enrolment", "trung tâm, khi đăng ký"),
        Hub => language.Of("hub", "trung tâm"),
        Environment => language.Of("environment", "biến môi trường"),
        CommandLine => language.Of("command line", "dòng lệnh"),
        _ => language.Of("by a code shown to it", "theo mã đã đưa vào"),
    };
}

/// <summary>Which of a gate's sources has the last word on each setting.</summary>
internal static class SettingsOrigin
{
    private const string OwnFile = "appsettings.json";

    /// <summary>By key.</summary>
    /// <param name="settings">A gate's, with its sources.</param>
    /// <param name="withDefaults">Also what nobody has said.</param>
    internal static IReadOnlyList<SettingShown> Of(IConfigurationRoot settings, bool withDefaults)
    {
        var shown = new List<SettingShown>();
        foreach (var (key, value) in settings.AsEnumerable())
        {
            if (value is not null && SourceOf(settings, key) is { } source)
                shown.Add(new(key, value, source, Problem(key, value)));
        }
        if (withDefaults)
            shown.AddRange(Defaults(settings));
        return [.. shown.OrderBy(static one => one.Key, ConfigurationKeyComparer.Instance)];
    }

    private static IEnumerable<SettingShown> Defaults(IConfigurationRoot settings)
    {
        string[] lanes = [.. settings.GetSection("Lanes").GetChildren().Select(static lane => lane.Key)];
        foreach (var entry in SettingsCatalog.Gate.Entries.Where(
            static entry => entry is { IsValue: true, Default: not null }))
        {
            var keys = entry.Path.StartsWith("Lanes:*:", StringComparison.Ordinal)
                ? lanes.Select(lane => $"Lanes:{lane}{entry.Path["Lanes:*".Length..]}") : [entry.Path];
            foreach (var key in keys.Where(key => settings[key] is null))
                yield return new(key, entry.Default!, SettingSources.Default);
        }
    }

    /// <summary>What the last of them that knows the key is; two are kept in memory, of which one stands at the end.</summary>
    private static string? SourceOf(IConfigurationRoot settings, string key)
    {
        var isAbove = true;
        foreach (var provider in settings.Providers.Reverse())
        {
            isAbove &= provider is not (EnvironmentVariablesConfigurationProvider or CommandLineConfigurationProvider);
            if (provider.TryGet(key, out _))
                return Name(provider, isAbove);
        }
        return null;
    }

    private static string Name(IConfigurationProvider provider, bool isAbove) => provider switch
    {
        JsonConfigurationProvider json => json.Source.Path == OwnFile ? SettingSources.File : SettingSources.Enrolment,
        EnvironmentVariablesConfigurationProvider => SettingSources.Environment,
        CommandLineConfigurationProvider => SettingSources.CommandLine,
        MemoryConfigurationProvider => isAbove ? SettingSources.Scanner : SettingSources.Hub,
        _ => SettingSources.File,
    };

    private static string? Problem(string key, string value) => SettingsCatalog.Gate.Find(key) switch
    {
        null => "no such setting",
        { IsValue: false } => value.Length == 0 ? null : "a section, and no value",
        { } entry => entry.Allows(value) ? null : $"allowed: {entry.Allowed(Language.English)}",
    };
}
