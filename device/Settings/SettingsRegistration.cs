using CheckIn.Gate.Enrolment;
using CheckIn.Gate.Updates;
using CheckIn.Settings;
using Microsoft.Extensions.Options;

namespace CheckIn.Gate.Settings;

internal static class SettingsRegistration
{
    /// <summary>
    /// appsettings.json beside the program, then the hub's settings if the gate is enrolled, then CHECKIN_ in the environment,
    /// then the command line.
    /// </summary>
    internal static HostApplicationBuilder CreateBuilder(string[] args)
    {
        var builder = new HostApplicationBuilder(new HostApplicationBuilderSettings
        {
            DisableDefaults = true,
            ContentRootPath = AppContext.BaseDirectory,
        });
        builder.Configuration.AddGateSources(args);
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

    /// <summary>Where settings come from, for the gate and for what looks at its files.</summary>
    internal static IConfigurationBuilder AddGateSources(this IConfigurationBuilder configuration, string[] args) => configuration
        .SetBasePath(AppContext.BaseDirectory)
        .AddJsonFile("appsettings.json", optional: true)
        .AddEnrolled(above => above.AddEnvironmentVariables("CHECKIN_").AddCommandLine(args));

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
