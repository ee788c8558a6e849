using CheckIn.Gate.Enrolment;
using CheckIn.Gate.Journal;
using CheckIn.Gate.Settings;
using CheckIn.Settings;
using CheckIn.Updates;
using Microsoft.Extensions.Options;

namespace CheckIn.Gate.Updates;

/// <summary>What somebody at this gate has set: everything but the hub's settings.</summary>
internal sealed record OwnSettings(IConfiguration Configuration);

/// <summary>
/// Section <c>Updates</c> from beside the program, the environment and the command line, never from the hub. Relative paths
/// are relative to the current directory, as everywhere.
/// </summary>
internal static class UpdateSettings
{
    internal const string Section = "Updates";
    private const string Versions = "versions";

    internal static IConfigurationRoot Read(string[] args) => new ConfigurationBuilder()
        .SetBasePath(AppContext.BaseDirectory).AddJsonFile("appsettings.json", optional: true)
        .AddEnvironmentVariables("CHECKIN_").AddCommandLine(args).Build();

    /// <summary>Where versions lie by these settings.</summary>
    /// <param name="own">The settings.</param>
    /// <param name="asCommand">For a command, which may be called elsewhere than where the gate works.</param>
    internal static VersionStore StoreOf(IConfiguration own, bool asCommand = false)
    {
        var folder = own[$"{Section}:{nameof(UpdateOptions.Folder)}"] is { Length: > 0 } named ? named
            : Path.Combine(
                Path.GetDirectoryName(own["Journal:Path"] is { Length: > 0 } path ? path : new JournalOptions().Path) ?? "",
                Versions);
        return new VersionStore(asCommand ? DirectoryOwner.Resolve(folder) : folder);
    }

    /// <summary>Who is trusted by these settings; nobody where there is no such file.</summary>
    /// <exception cref="FormatException">It is no file of keys.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    internal static ReleaseKeys KeysOf(IConfiguration own) => ReleaseKeys.Load(
        own[$"{Section}:{nameof(UpdateOptions.Keys)}"] is { Length: > 0 } path ? path : new UpdateOptions().Keys);

    /// <summary>The section, bound and checked.</summary>
    internal static IServiceCollection AddUpdateSettings(this IServiceCollection services)
    {
        services.AddSingleton<IValidateOptions<UpdateOptions>, Checked>();
        services.AddSingleton(new SettingsSection(Section, typeof(UpdateOptions)));
        services.AddOptions<UpdateOptions>().Configure<OwnSettings>(static (options, own) =>
        {
            var written = own.Configuration.GetSection(Section);
            if (SettingsTexts.Problems(typeof(UpdateOptions), written, Section) is { Count: > 0 } problems)
                throw new OptionsValidationException(Section, typeof(UpdateOptions), problems);
            written.Bind(options);
        }).ValidateOnStart();
        return services;
    }

    private sealed class Checked : IValidateOptions<UpdateOptions>
    {
        public ValidateOptionsResult Validate(string? name, UpdateOptions options) =>
            SettingsCheck.Problems(options, Section) is { Count: > 0 } problems ? ValidateOptionsResult.Fail(problems)
            : options.Settle >= options.Trial ? ValidateOptionsResult.Fail(
                $"Updates:Settle is '{options.Settle}', and Updates:Trial '{options.Trial}'; allowed: less than that.")
            : ValidateOptionsResult.Success;
    }
}
