using System.Globalization;
using System.Security.Authentication;
using CheckIn.Gate.Clock;
using CheckIn.Gate.Enrolment;
using CheckIn.Gate.Journal;
using CheckIn.Gate.Keys;
using CheckIn.Gate.Service.Commands;
using CheckIn.Gate.Uplink;
using CheckIn.Record;

namespace CheckIn.Gate.Identity;

/// <summary><c>checkin-gate decommission</c>: wipes a gate that stands still, where no hub does it from afar.</summary>
internal sealed class DecommissionCommand
{
    internal const string Word = "decommission";

    private const int Done = 0;
    private const int Refused = 1;
    private const int CannotLook = 2;
    private const string EvenUndelivered = "--even-undelivered";
    private const string PrivateKeysToo = "--private-keys-too";
    private static readonly TimeSpan HubIsToldFor = TimeSpan.FromSeconds(15);

    private const string Help = """
        checkin-gate decommission: wipes a gate: journal, keys, certificate, settings. It is nobody afterwards.

        Usage: checkin-gate decommission [--yes] [--even-undelivered] [--private-keys-too] [--lang vi|en]

          --yes                asks nobody
          --even-undelivered   though events have not reached the hub: they are lost
          --private-keys-too   also the private tracing keys that the gate made before its enrolment: what it sealed then can
                               never be opened again
          --lang               Vietnamese or English; default by LANG

        The gate must be stopped. The better way is the hub's page or checkin-hub decommission: the gate then delivers what it
        has and wipes itself. Call it as root or as the gate's user, with the gate's own settings if it has any.
        Ends with 0 when wiped, 1 when refused, 2 when it could not be done.
        """;

    private readonly CommandArguments _command;
    private readonly DecommissionWords _words;
    private readonly TextWriter _output;
    private readonly UplinkOptions _uplink = new();
    private readonly EnrolmentStore _store;
    private readonly GateWipe _wipe;
    private readonly string _journal;

    private DecommissionCommand(CommandArguments command, TextWriter output)
    {
        (_command, _output, _words) = (command, output, DecommissionWords.Of(command.Language));
        var (journal, keys) = (new JournalOptions(), new KeyOptions());
        command.Configuration.GetSection("Journal").Bind(journal);
        command.Configuration.GetSection("Keys").Bind(keys);
        command.Configuration.GetSection("Uplink").Bind(_uplink);
        _journal = DirectoryOwner.Resolve(journal.Path);
        _store = new EnrolmentStore(DirectoryOwner.Resolve(EnrolledSettings.DirectoryOf(command.Configuration)));
        _wipe = new GateWipe(_journal, DirectoryOwner.Resolve(keys.Directory), _store);
    }

    internal static async Task<int> RunAsync(
        string[] args, TextReader? input, TextWriter output, TextWriter errors, CancellationToken stopping)
    {
        if (args is ["--help" or "-h"])
        {
            await output.WriteLineAsync(Help);
            return Done;
        }
        try
        {
            string[] own = [EvenUndelivered, PrivateKeysToo];
            var command = CommandArguments.Parse(
                Word, [.. args.Where(argument => !own.Contains(argument))], ["--yes"], ["--lang"]);
            return await new DecommissionCommand(command, output).RunAsync(
                args.Contains(EvenUndelivered), args.Contains(PrivateKeysToo), input, stopping);
        }
        catch (Exception e) when (e is FormatException or InvalidDataException)
        {
            await errors.WriteLineAsync("✗ " + e.Message);
            return CannotLook;
        }
    }

    private async Task<int> RunAsync(
        bool evenUndelivered, bool privateKeysToo, TextReader? input, CancellationToken stopping)
    {
        try
        {
            DirectoryOwner.TakeOn(Path.GetDirectoryName(_journal)!);
            if (IsRunning())
                return await SayAsync(Refused, _words.Runs);
            if (!evenUndelivered && Undelivered() is { } reasons)
                return await SayAsync(Refused, reasons);
            if (!File.Exists(_journal) && !_store.IsEnrolled
                && !Directory.Exists(Path.GetDirectoryName(_wipe.PrivateDirectory)))
                return await SayAsync(Refused, Say(_words.Nothing, Path.GetDirectoryName(_journal)!));
            var gate = _store.Read()?.Gate ?? _command.Configuration["Gate:Id"] ?? _words.Unnamed;
            if (await RefusalAsync(gate, input, stopping) is { } refusal)
                return await SayAsync(Refused, refusal);
            return await WipeAsync(gate, privateKeysToo, stopping);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or EnrolmentStoreException
            or JournalException)
        {
            return await SayAsync(CannotLook, Say(_words.Failed, e.Message));
        }
    }

    private async Task<int> WipeAsync(string gate, bool privateKeysToo, CancellationToken stopping)
    {
        var clock = new GateClock(TimeProvider.System);
        var access = new HubAccess(_store, _uplink, new LastKnownTime(clock, ClockMemory.PathBeside(_journal)));
        _wipe.EraseRecord();
        _wipe.EraseKeys(privateKeysToo);
        // The hub is told while the gate can still prove who it is.
        var told = _store.IsEnrolled && !_uplink.HasOwnFiles ? await TellAsync(access, stopping) : null;
        var wasEnrolled = _store.IsEnrolled;
        _wipe.EraseIdentity(gate, clock.GetUtcNow());
        List<string> lines = [Say(_words.Wiped, gate, _wipe.Word)];
        if (wasEnrolled && !_uplink.HasOwnFiles)
            lines.Add(told is null ? _words.Told : Say(_words.NotTold, told));
        if (_wipe.PrivateHalvesHere is > 0 and var halves)
            lines.Add(Say(_words.Halves, halves, _wipe.PrivateDirectory));
        return await SayAsync(Done, [.. lines]);
    }

    /// <summary>Why the hub was not told; null = it was.</summary>
    private static async Task<string?> TellAsync(HubAccess access, CancellationToken stopping)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        limit.CancelAfter(HubIsToldFor);
        try
        {
            await new HubDesk(access).SayWipedAsync(limit.Token);
            return null;
        }
        catch (Exception e) when (e is HttpRequestException or HubRefusedException or AuthenticationException
            or OperationCanceledException)
        {
            return (e.InnerException ?? e).Message.TrimEnd('.');
        }
    }

    private bool IsRunning()
    {
        if (!File.Exists(_journal + ".lock"))
            return false;
        try
        {
            JournalLock.Take(_journal).Dispose();
            return false;
        }
        catch (JournalException e) when (e.InnerException is IOException)
        {
            return true;
        }
    }

    /// <summary>What the hub would never get, in words; null = it has everything.</summary>
    private string[]? Undelivered()
    {
        if (!File.Exists(_journal))
            return null;
        try
        {
            using var journal = RecordedJournal.Open(_journal);
            return journal.Epochs().Sum(static epoch => epoch.Waiting) is > 0 and var waiting
                ? [Say(_words.Waiting, waiting), _words.WaitingDo] : null;
        }
        catch (Exception e) when (e is RecordException or ArgumentOutOfRangeException)
        {
            return [Say(_words.Unreadable, e.Message)];
        }
    }

    private async Task<string?> RefusalAsync(string gate, TextReader? input, CancellationToken stopping)
    {
        if (_command.Yes)
            return null;
        if (input is null)
            return _words.NotAsked;
        await _output.WriteAsync(Say(_words.Ask, gate));
        await _output.FlushAsync(stopping);
        return (await input.ReadLineAsync(stopping))?.Trim() == gate ? null : Say(_words.NotConfirmed, gate);
    }

    private async Task<int> SayAsync(int code, params string[] lines)
    {
        foreach (var line in lines)
            await _output.WriteLineAsync(line);
        return code;
    }

    private static string Say(string sentence, params object[] values) =>
        string.Format(CultureInfo.InvariantCulture, sentence, values);
}
