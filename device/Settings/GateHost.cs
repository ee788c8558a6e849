using Microsoft.Extensions.Options;

namespace CheckIn.Gate.Settings;

/// <summary>Runs the host; wrong settings end it with one clear message and exit code 78 (EX_CONFIG of sysexits.h).</summary>
internal static class GateHost
{
    private const int WrongSettings = 78;

    internal static async Task<int> RunToEndAsync(this HostApplicationBuilder builder)
    {
        try
        {
            using var host = builder.Build();
            host.Services.GetRequiredService<IStartupValidator>().Validate();
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
        catch (InvalidOperationException e) when (e.Message.Contains("configuration value", StringComparison.Ordinal))
        {
            // The binder names the key, the value and the type it should have had.
            return await RefuseAsync([e.Message]);
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
