using CheckIn.Gate.Keys;
using CheckIn.Gate.Journal;
using Microsoft.Extensions.Options;

namespace CheckIn.Gate.Settings;

/// <summary>
/// Runs the host. What an operator can mend ends it before it begins, with one clear message and no stack trace: wrong
/// settings with exit code 78 (EX_CONFIG of sysexits.h), a journal or keys that cannot be used with 74 (EX_IOERR).
/// </summary>
internal static class GateHost
{
    private const int WrongSettings = 78;
    private const int NoStorage = 74;

    internal static async Task<int> RunToEndAsync(string[] args, Action<HostApplicationBuilder> compose)
    {
        if (await GateCommands.RunAsync(args, compose) is { } code)
            return code;
        try
        {
            var builder = SettingsRegistration.CreateBuilder(args);
            compose(builder);
            using var host = builder.Build();
            host.Services.GetRequiredService<IStartupValidator>().Validate();
            _ = host.Services.GetRequiredService<GateJournal>();
            _ = host.Services.GetRequiredService<GateKeys>();
            await host.RunAsync();
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
        catch (Exception e) when (e is InvalidDataException or FormatException) // appsettings.json, the command line
        {
            return await RefuseAsync([e.InnerException is null ? e.Message : $"{e.Message} {e.InnerException.Message}"]);
        }
        catch (Exception e) when (e is JournalException or KeyException)
        {
            await Console.Error.WriteLineAsync("✗ checkin-gate did not start.\n  " + e.Message);
            return NoStorage;
        }
    }

    private static async Task<int> RefuseAsync(IEnumerable<string> problems)
    {
        await Console.Error.WriteLineAsync("✗ checkin-gate did not start: its settings are wrong. Nothing was changed.");
        foreach (var problem in problems)
            await Console.Error.WriteLineAsync("  " + problem);
        await Console.Error.WriteLineAsync("  Mend appsettings.json, the CHECKIN_ environment or the command line, and start again.");
        return WrongSettings;
    }
}
