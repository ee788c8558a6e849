using CheckIn.Hub.Authority;
using CheckIn.Settings;
using Microsoft.Extensions.Options;

namespace CheckIn.Hub.Settings;

internal static class HubSettings
{
    private const int WrongSettings = 78; // EX_CONFIG of sysexits.h

    /// <summary>Binds one section and checks it at start.</summary>
    internal static IServiceCollection AddSettings<T>(
        this IServiceCollection services, IConfiguration configuration, string section)
        where T : class
    {
        services.AddSingleton<IValidateOptions<T>>(new Validation<T>(section));
        services.AddOptions<T>().Bind(configuration.GetSection(section)).ValidateOnStart();
        return services;
    }

    /// <summary>Runs to the end; wrong settings end it with one clear message and exit code 78.</summary>
    internal static async Task<int> RunToEndAsync(Func<WebApplication> create)
    {
        try
        {
            await using var app = create();
            app.Services.GetRequiredService<IStartupValidator>().Validate();
            app.Services.GetRequiredService<AuthorityKeeper>().Open();
            await app.RunAsync();
            return Environment.ExitCode;
        }
        catch (OptionsValidationException e)
        {
            return await RefuseAsync(e.Failures);
        }
        catch (AggregateException e) when (e.InnerExceptions.All(inner => inner is OptionsValidationException))
        {
            return await RefuseAsync(e.InnerExceptions.Cast<OptionsValidationException>().SelectMany(inner => inner.Failures));
        }
        catch (InvalidOperationException e) when (e.Message.Contains("configuration value", StringComparison.Ordinal))
        {
            return await RefuseAsync([e.Message]);
        }
        catch (AuthorityException e)
        {
            await Console.Error.WriteLineAsync("✗ checkin-hub did not start: its authority cannot be used. Nothing was changed.");
            await Console.Error.WriteLineAsync("  " + e.Message);
            return WrongSettings;
        }
        catch (IOException e) when (e.InnerException is Microsoft.AspNetCore.Connections.AddressInUseException)
        {
            return await RefuseAsync([e.Message + " Choose another port in Web:Listen, Broker:Listen, Broker:TlsListen or Enrolment:Listen, or end what holds it."]);
        }
    }

    private static async Task<int> RefuseAsync(IEnumerable<string> problems)
    {
        await Console.Error.WriteLineAsync("✗ checkin-hub did not start: its settings are wrong. Nothing was changed.");
        foreach (var problem in problems)
            await Console.Error.WriteLineAsync("  " + problem);
        await Console.Error.WriteLineAsync("  Mend appsettings.json, the CHECKIN_ environment or the command line, and start again.");
        return WrongSettings;
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
