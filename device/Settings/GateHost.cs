using CheckIn.Gate.Enrolment;
using CheckIn.Gate.Journal;
using CheckIn.Gate.Keys;
using CheckIn.Gate.Service.Commands;
using CheckIn.Gate.Updates;
using CheckIn.Settings;
using Microsoft.Extensions.Options;

namespace CheckIn.Gate.Settings;

/// <summary>
/// Runs the gate, one life after the other in one process: nobody yet, and waiting to be enrolled; then in service;
/// and waiting again when it was wiped (<see cref="GateLife"/>, <see cref="Recomposition"/>). What an operator can
/// mend ends it before it begins, with one clear message and no stack trace: wrong settings with exit code 78
/// (EX_CONFIG of sysexits.h), a journal, keys or an enrolment that cannot be used with 74 (EX_IOERR).
/// </summary>
internal static class GateHost
{
    private const int WrongSettings = 78;
    private const int NoStorage = 74;

    internal static async Task<int> RunToEndAsync(string[] args, Action<HostApplicationBuilder> compose)
    {
        if (await GateCommands.RunAsync(args, compose) is { } code)
            return code;
        // What scanners and the hub say goes into the log, and is to do nothing there.
        Console.SetOut(new PlainTextWriter(Console.Out));
        Console.SetError(new PlainTextWriter(Console.Error));
        try
        {
            // Between two lives no host listens to SIGTERM.
            using var interrupt = new Interrupt();
            var hub = new SettingsLife(args, compose);
            var life = new GateLife(args, hub, compose, Languages.Choose(null, Languages.Locale));
            var next = await LiveAsync(life, hub, interrupt.Token);
            while (next == NextLife.Anew && !interrupt.Token.IsCancellationRequested)
            {
                GC.Collect(); // what the life before needed is not needed any more, and a board has little memory
                next = await LiveAsync(life, hub, interrupt.Token);
            }
            return next == NextLife.OtherVersion && !interrupt.Token.IsCancellationRequested
                ? Launcher.Again(args) : Environment.ExitCode;
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
        catch (Exception e) when (e is JournalException or KeyException or EnrolmentStoreException)
        {
            await Console.Error.WriteLineAsync("✗ checkin-gate did not start.\n  " + e.Message);
            return NoStorage;
        }
    }

    /// <summary>One life, and what follows it: the hub's settings that fail on trial are followed by those before.</summary>
    private static async Task<NextLife> LiveAsync(GateLife life, SettingsLife hub, CancellationToken interrupt)
    {
        NextLife next;
        Exception? fault;
        try
        {
            (next, fault) = await RunAsync(life, interrupt);
        }
        catch (Exception e)
        {
            if (interrupt.IsCancellationRequested || !(hub.GoesBack(e) || life.WaitsForPlan(e)))
                throw;
            return Afresh();
        }
        if (fault is null)
            hub.Stopped();
        else if (!interrupt.IsCancellationRequested && hub.GoesBackOnTrial(fault))
            return Afresh();
        return next;
    }

    /// <summary>What has failed has left its exit code; what follows may work.</summary>
    private static NextLife Afresh()
    {
        Environment.ExitCode = 0;
        return NextLife.Anew;
    }

    private static async Task<(NextLife Next, Exception? Fault)> RunAsync(GateLife life, CancellationToken interrupt)
    {
        var builder = life.Begin(out var opensJournal);
        var host = builder.Build();
        try
        {
            host.Services.GetRequiredService<IStartupValidator>().Validate();
            if (opensJournal)
            {
                _ = host.Services.GetRequiredService<GateJournal>();
                _ = host.Services.GetRequiredService<GateKeys>();
            }
            var recomposition = host.Services.GetRequiredService<Recomposition>();
            // Afterwards nobody can be asked any more.
            var services = host.Services.GetServices<IHostedService>().OfType<BackgroundService>().ToList();
            await host.RunAsync(interrupt);
            var next = recomposition.Switches ? NextLife.OtherVersion
                : recomposition.IsAsked ? NextLife.Anew : NextLife.None;
            return (next, FaultIn(services));
        }
        finally
        {
            host.Dispose();
        }
    }

    private static Exception? FaultIn(IEnumerable<BackgroundService> services) => services
        .Select(static service => service.ExecuteTask?.Exception?.InnerException)
        .FirstOrDefault(static fault => fault is not null and not OperationCanceledException);

    /// <summary>What follows a host that has ended.</summary>
    private enum NextLife { None, Anew, OtherVersion }

    private static async Task<int> RefuseAsync(IEnumerable<string> problems)
    {
        await Console.Error.WriteLineAsync("✗ checkin-gate did not start: its settings are wrong. Nothing was "
            + "changed.");
        foreach (var problem in problems)
            await Console.Error.WriteLineAsync("  " + problem);
        await Console.Error.WriteLineAsync("  Mend appsettings.json, the CHECKIN_ environment or the command line, "
            + "and start again.");
        return WrongSettings;
    }
}
