using CheckIn.Gate.Settings;
using CheckIn.Settings;
using Microsoft.Extensions.Options;

namespace CheckIn.Gate.Service.Commands;

/// <summary>What follows <c>status</c> or <c>doctor</c>; settings (--Section:Name VALUE) as for the gate itself.</summary>
internal sealed record CommandArguments(
    bool Json, bool Watch, bool Yes, string? Lane, Language Language, IConfigurationRoot Configuration,
    string[] Settings, IReadOnlyDictionary<string, string?> Given)
{
    /// <summary>Whether an option was given.</summary>
    internal bool Has(string option) => Given.ContainsKey(option);

    /// <summary>The value that was given for an option; null = none was.</summary>
    internal string? Value(string option) => Given.GetValueOrDefault(option);

    /// <summary>A section of the settings, as the gate reads it.</summary>
    /// <exception cref="OptionsValidationException">Something is wrong with it.</exception>
    internal T Bound<T>(string section) where T : class
    {
        using var provider = new ServiceCollection().AddSettings<T>(Configuration, section).BuildServiceProvider();
        return provider.GetRequiredService<IOptions<T>>().Value;
    }

    /// <param name="word">The command.</param>
    /// <param name="args">What follows it.</param>
    /// <param name="flags">The options without a value that this command has.</param>
    /// <param name="options">Those with one.</param>
    /// <exception cref="FormatException">The arguments ask for nothing that exists.</exception>
    internal static CommandArguments Parse(string word, string[] args, string[] flags, string[] options)
    {
        var given = new Dictionary<string, string?>(StringComparer.Ordinal);
        var settings = new List<string>();
        for (var i = 0; i < args.Length; i++)
        {
            var (name, value) = Split(args[i]);
            var isSetting = name.StartsWith("--", StringComparison.Ordinal) && name.Contains(':', StringComparison.Ordinal);
            if (flags.Contains(name) && value is null)
                given[name] = null;
            else if (!isSetting && !options.Contains(name))
                throw Wrong($"'{args[i]}' means nothing to {word}", word);
            else if ((value ?? (++i < args.Length ? args[i] : null)) is not { } its)
                throw Wrong($"{name} has no value", word);
            else if (isSetting)
                settings.Add($"{name}={its}");
            else
                given[name] = its;
        }
        return new(
            given.ContainsKey("--json"), given.ContainsKey("--watch"), given.ContainsKey("--yes"),
            given.GetValueOrDefault("--lane"), Languages.Choose(given.GetValueOrDefault("--lang"), Languages.Locale),
            new ConfigurationBuilder().AddGateSources([.. settings]).Build(), [.. settings], given);
    }

    private static FormatException Wrong(string what, string word) =>
        new($"{what}. Nothing was done; see checkin-gate {word} --help.");

    private static (string Name, string? Value) Split(string argument) =>
        argument.IndexOf('=', StringComparison.Ordinal) is > 0 and var at
            ? (argument[..at], argument[(at + 1)..]) : (argument, null);
}
