using CheckIn.Gate.Enrolment;
using CheckIn.Gate.Lanes;
using CheckIn.Gate.Supervision;
using CheckIn.Gate.Updates;
using CheckIn.Settings;
using Microsoft.Extensions.Options;

namespace CheckIn.Gate.Settings;

internal static class SettingsRegistration
{
    /// <summary>
    /// appsettings.json beside the program, then what the hub gave with the enrolment, then what it sets, then CHECKIN_ in the
    /// environment, then the command line.
    /// </summary>
    internal static HostApplicationBuilder CreateBuilder(string[] args) => CreateBuilder(args, Lying(args));

    /// <param name="args">The command line.</param>
    /// <param name="hub">What the hub sets; null = nothing.</param>
    /// <param name="plan">In place of what the hub gave with the enrolment; null = that.</param>
    internal static HostApplicationBuilder CreateBuilder(
        string[] args, HubSettings? hub, ReadOnlyMemory<byte>? plan = null)
    {
        var builder = new HostApplicationBuilder(new HostApplicationBuilderSettings
        {
            DisableDefaults = true,
            ContentRootPath = AppContext.BaseDirectory,
        });
        builder.Configuration.AddGateSources(args, hub, plan);
        builder.Logging
            .AddConfiguration(builder.Configuration.GetSection("Logging"))
            .AddSimpleConsole(console =>
            {
                console.SingleLine = true;
                console.TimestampFormat = "yyyy-MM-dd HH:mm:ss.fff ";
                console.ColorBehavior = Microsoft.Extensions.Logging.Console.LoggerColorBehavior.Disabled;
            });
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddSingleton<Recomposition>();
        builder.Services.AddSingleton(new OwnSettings(UpdateSettings.Read(args)));
        builder.Services.Configure<HostOptions>(options => options.ShutdownTimeout = TimeSpan.FromSeconds(2));
        return builder;
    }

    /// <summary>Where settings come from, for what looks at the gate's files.</summary>
    internal static IConfigurationBuilder AddGateSources(this IConfigurationBuilder configuration, string[] args) =>
        configuration.AddGateSources(args, Lying(args));

    /// <summary>Where settings come from.</summary>
    /// <param name="configuration">What they are added to.</param>
    /// <param name="args">The command line.</param>
    /// <param name="hub">What the hub sets; null = nothing.</param>
    /// <param name="plan">In place of what the hub gave with the enrolment; null = that.</param>
    internal static IConfigurationBuilder AddGateSources(
        this IConfigurationBuilder configuration, string[] args, HubSettings? hub, ReadOnlyMemory<byte>? plan = null) =>
        configuration
            .SetBasePath(AppContext.BaseDirectory)
            .AddJsonFile("appsettings.json", optional: true)
            .AddEnrolled(above => above.AddEnvironmentVariables("CHECKIN_").AddCommandLine(args), hub, plan);

    /// <summary>Every setting but those that the hub sets.</summary>
    internal static IConfiguration ReadOthers(string[] args) =>
        new ConfigurationBuilder().AddGateSources(args, null).Build();

    /// <summary>The hub's settings that are in force, or were when the gate ended.</summary>
    private static HubSettings? Lying(string[] args) => SettingsSteps.InForce(SettingsStore.Of(args).Read(out _));

    /// <summary>What looks after the hub's settings.</summary>
    internal static IServiceCollection AddHubSettings(this IServiceCollection services, IConfiguration configuration) => services
        .AddSettings<SettingsOptions>(configuration, "Settings")
        .AddSingleton<SettingsMoment>()
        .AddHostedService(provider => new SettingsService(
            provider.GetService<SettingsLife>(), provider.GetRequiredService<HubWishes>(),
            provider.GetRequiredService<TrialSigns>(), provider.GetRequiredService<SettingsMoment>(),
            provider.GetRequiredService<UpdateBook>(), provider.GetRequiredService<EventRecorder>(),
            provider.GetRequiredService<Recomposition>(), configuration,
            provider.GetRequiredService<IOptions<SettingsOptions>>(), provider.GetRequiredService<Liveness>(),
            provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILogger<SettingsService>>()));

    /// <summary>Binds one section and checks it at start.</summary>
    internal static IServiceCollection AddSettings<T>(this IServiceCollection services, IConfiguration configuration, string section)
        where T : class
    {
        services.AddSingleton<IValidateOptions<T>>(new Validation<T>(section));
        services.AddSingleton(new SettingsSection(section, typeof(T)));
        var written = section.Length == 0 ? configuration : configuration.GetSection(section);
        services.AddOptions<T>()
            .Configure(options =>
            {
                if (SettingsTexts.Problems(typeof(T), written, section) is { Count: > 0 } problems)
                    throw new OptionsValidationException(section, typeof(T), problems);
                written.Bind(options);
            })
            .ValidateOnStart();
        return services;
    }

    private sealed class Validation<T>(string section) : IValidateOptions<T> where T : class
    {
        public ValidateOptionsResult Validate(string? name, T options)
        {
            var problems = SettingsCheck.Problems(options, section);
            return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
        }
    }
}
