using CheckIn.Gate.Enrolment;
using CheckIn.Gate.Gpio;
using CheckIn.Gate.Journal;
using CheckIn.Gate.Service.Commands;
using Microsoft.Extensions.Options;

namespace CheckIn.Gate.Service.Doctor;

/// <summary><c>checkin-gate doctor</c>: tries everything the gate has, with the technician who stands there.</summary>
internal static class DoctorCommand
{
    internal const string Word = "doctor";

    private const int AllWell = 0;
    private const int SomethingWrong = 1;
    private const int CannotLook = 2;

    private const string Help = """
        checkin-gate doctor: tries everything that a gate has, and says what is wrong and what to do.

        Usage: checkin-gate doctor [--lane NAME] [--yes] [--json] [--lang vi|en]

          --lane     only this lane's scanner, relay, lamps and contacts
          --yes      asks nobody anything and moves nothing: only what can be judged without somebody who looks and listens
          --json     one flat JSON object a line; asks nobody anything
          --lang     Vietnamese or English; default by LANG

        While the gate runs, the gate itself does the tests, for root or its own user, and records them. While it does not,
        its hardware is opened for them with the same settings, and no gate can start meanwhile. A relay gets one ordinary
        pulse, and only after you have said that nobody is in the turnstile.
        Ends with 0 when nothing is wrong, 1 when something is, 2 when it could not look.
        """;

    /// <summary>What is looked at of the machine; none of it moves anything.</summary>
    internal static IReadOnlyList<ICheck> Machine { get; } =
    [
        new GateCheck(), new SupervisionCheck(), new UserCheck(), new PowerCheck(), new ClockCheck(), new DiskCheck(),
        new JournalCheck(), new KeysCheck(), new IdentityCheck(), new HubCheck(),
    ];

    internal static async Task<int> RunAsync(
        string[] args, TextReader input, TextWriter output, TextWriter errors, Action<HostApplicationBuilder> compose,
        CancellationToken stopping)
    {
        if (args is ["--help" or "-h"])
        {
            await output.WriteLineAsync(Help);
            return AllWell;
        }
        try
        {
            var command = CommandArguments.Parse(Word, args, ["--json", "--yes"], ["--lang", "--lane"]);
            return await ExamineAsync(command, new Technician(
                input, output, !command.Json && !command.Yes && !Console.IsInputRedirected), output, compose, stopping);
        }
        catch (OperationCanceledException)
        {
            return CannotLook;
        }
        catch (Exception e) when (e is FormatException or InvalidDataException)
        {
            await errors.WriteLineAsync("✗ " + e.Message);
            return CannotLook;
        }
    }

    internal static async Task<int> ExamineAsync(
        CommandArguments command, Technician technician, TextWriter output, Action<HostApplicationBuilder> compose,
        CancellationToken stopping)
    {
        var words = DoctorWords.Of(command.Language);
        var report = new DoctorReport(output, words, command.Json);
        var journal = new JournalOptions();
        command.Configuration.GetSection("Journal").Bind(journal);
        var found = ServiceClient.Find(ControlPath.Candidates(
            command.Configuration["Service:Socket"], journal.Path, Environment.GetEnvironmentVariable("RUNTIME_DIRECTORY")));
        if (found.Denied)
        {
            await report.AddAsync(new(GateCheck.Name, CheckState.Wrong, Examination.Say(
                words.GateDenied, Environment.UserName, found.Path!), words.GateDeniedDo));
            return CannotLook;
        }
        if (found.Client is { } client)
        {
            await using (client)
                return await ExamineRunningAsync(client, command, technician, report, stopping);
        }
        return await ExamineStoppedAsync(journal, command, technician, report, compose, stopping);
    }

    private static async Task<int> ExamineRunningAsync(
        ServiceClient client, CommandArguments command, Technician technician, DoctorReport report, CancellationToken stopping)
    {
        var words = DoctorWords.Of(command.Language);
        try
        {
            var status = await client.StatusAsync(stopping);
            var examination = new Examination(status, command.Configuration, command.Language, technician);
            await LookAsync([.. Machine, new LaneChecks(client, command.Lane)], examination, report, stopping);
            return await EndAsync(report);
        }
        catch (IOException e)
        {
            await report.AddAsync(new(GateCheck.Name, CheckState.Wrong, e.Message, words.GateSilentDo));
            return CannotLook;
        }
    }

    private static async Task<int> ExamineStoppedAsync(
        JournalOptions journal, CommandArguments command, Technician technician, DoctorReport report,
        Action<HostApplicationBuilder> compose, CancellationToken stopping)
    {
        var words = DoctorWords.Of(command.Language);
        var examination = new Examination(null, command.Configuration, command.Language, technician);
        if (!GateCheck.TryHoldJournal(journal, out var held))
        {
            await report.AddAsync(new(
                GateCheck.Name, CheckState.Wrong, Examination.Say(words.GateSilent, journal.Path), words.GateSilentDo));
            // Its gate may be connected under its name, and a second connection would end that.
            await LookAsync(Machine.Where(static check => check is not (GateCheck or HubCheck)), examination, report, stopping);
            return await EndAsync(report);
        }
        using (held)
        {
            if (EnrolledSettings.IsNobody(command.Configuration))
            {
                // Its lanes come with the enrolment, and a gate that waits holds the lines.
                await LookAsync(Machine.Where(static check => check is not HubCheck), examination, report, stopping);
                return await EndAsync(report);
            }
            await LookAsync(Machine, examination, report, stopping);
            try
            {
                await using var opened = await OpenedGate.OpenAsync(command.Settings, compose, stopping);
                await LookAsync([new LaneChecks(opened.Bench, command.Lane)], examination, report, stopping);
            }
            catch (Exception e) when (Problems(e) is { Count: > 0 } problems)
            {
                foreach (var problem in problems)
                    await report.AddAsync(new("settings", CheckState.Wrong, problem.TrimEnd('.'), words.SettingsDo));
            }
            catch (Exception e) when (e is InvalidOperationException or GpioException or JournalException or IOException)
            {
                await report.AddAsync(new("hardware", CheckState.Wrong, e.Message.TrimEnd('.'), words.Lanes.HardwareDo));
            }
        }
        return await EndAsync(report);
    }

    /// <summary>What is wrong with the settings: one section's problems come alone, several together.</summary>
    private static List<string> Problems(Exception error) => error switch
    {
        OptionsValidationException wrong => [.. wrong.Failures],
        AggregateException { InnerExceptions: var all } when all.All(static inner => inner is OptionsValidationException) =>
            [.. all.Cast<OptionsValidationException>().SelectMany(static wrong => wrong.Failures)],
        _ => [],
    };

    private static async Task LookAsync(
        IEnumerable<ICheck> checks, Examination examination, DoctorReport report, CancellationToken stopping)
    {
        foreach (var check in checks)
        {
            await foreach (var finding in check.LookAsync(examination, stopping))
                await report.AddAsync(finding);
        }
    }

    private static async Task<int> EndAsync(DoctorReport report)
    {
        await report.EndAsync();
        return report.IsWrong ? SomethingWrong : AllWell;
    }
}
