using CheckIn.Contract;
using CheckIn.Enrolment;
using CheckIn.Gate.Enrolment;
using CheckIn.Gate.Enrolment.Waiting;
using CheckIn.Gate.Identity;
using CheckIn.Gate.Scanning.Discovery;
using CheckIn.Gate.Service.Commands;
using CheckIn.Settings;

namespace CheckIn.Gate.Settings;

/// <summary>
/// What the gate is now, and its host: nobody, so it waits to be enrolled; taken out of service by its hub, so it
/// delivers what it has and wipes itself; enrolled, but with lanes that cannot be, so it waits for other ones, or with one
/// that has no scanner, so it waits to be shown it; else in service. A gate that was given an id by hand is somebody without a hub's word.
/// </summary>
internal sealed class GateLife(
    string[] args, SettingsLife hub, Action<HostApplicationBuilder> compose, Language language)
{
    private WaitingScanner? _codeReader;
    private IReadOnlyList<SettingsError>? _planProblems;
    private bool _isEnrolled;

    /// <summary>Reads all settings anew.</summary>
    /// <param name="opensJournal">Whether this life has a journal and keys, to be opened before it begins.</param>
    /// <exception cref="EnrolmentStoreException">What enrolment left is damaged.</exception>
    internal HostApplicationBuilder Begin(out bool opensJournal)
    {
        opensJournal = false;
        // First, because this ends what a power cut left half done.
        var store = new EnrolmentStore(EnrolledSettings.DirectoryOf(args));
        var enrolled = Standing.Look(store, language);
        var leaves = enrolled is not null && store.ReadProvision() is { Standing: GateStandings.Leaving };
        var builder = hub.Begin(serves: !leaves && _planProblems is null);
        _isEnrolled = enrolled is not null && !leaves;
        if (enrolled is null && string.IsNullOrWhiteSpace(builder.Configuration["Gate:Id"]))
        {
            SayOnTerminal(WaitingWords.Of(language).Waits);
            builder.AddWaitingGate(language, scanner => _codeReader = scanner);
            return builder;
        }
        if (leaves)
        {
            builder.AddLeavingGate();
            opensJournal = true;
            return builder;
        }
        builder.Services.AddSingleton(hub);
        if (_planProblems is { } problems)
        {
            _planProblems = null;
            builder.AddPlanWanted(problems);
            opensJournal = true;
            return builder;
        }
        var missing = enrolled is null ? [] : ScannerChoice.Missing(builder.Configuration);
        if (missing.Count == 1 && OnlyScanner() is { } settings)
        {
            ScannerChoice.Keep(store.Directory, missing[0].Name, settings);
            builder = SettingsRegistration.CreateBuilder(args, hub.InForce);
            builder.Services.AddSingleton(hub);
            missing = ScannerChoice.Missing(builder.Configuration);
        }
        if (missing.Count > 0)
        {
            builder.AddScannerChoice(
                language, [.. missing.Select(static lane => lane.Name)],
                (lane, scanner) => ScannerChoice.Keep(store.Directory, lane, scanner));
            return builder;
        }
        compose(builder);
        opensJournal = true;
        return builder;
    }

    /// <summary>
    /// The gate did not start: whether that is for the lanes that its hub has planned, so that the next life waits for others.
    /// </summary>
    internal bool WaitsForPlan(Exception failure)
    {
        if (!_isEnrolled || !SettingsProblems.AreMeant(failure))
            return false;
        var problems = SettingsProblems.Of(failure, []);
        if (!problems.All(static problem => problem.Path.StartsWith(HubLayer.Lanes, StringComparison.Ordinal)))
            return false;
        _planProblems = problems;
        return true;
    }

    /// <summary>
    /// Of an only lane: the one that has read the code, or the only likely one there is; null = who knows.
    /// </summary>
    private IReadOnlyDictionary<string, string>? OnlyScanner()
    {
        if (_codeReader?.Settings is { } settings)
        {
            _codeReader = null;
            return settings;
        }
        var found = WaitingRegistration.LookForScanners().ToList();
        var likely = found.Where(static one => one.Likelihood == Likelihood.Likely).ToList();
        return (likely.Count > 0 ? likely : found) is [var only] ? only.Settings : null;
    }

    private static void SayOnTerminal(string words)
    {
        if (!Console.IsOutputRedirected)
            Console.WriteLine(words);
    }
}
