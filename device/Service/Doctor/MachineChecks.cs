using CheckIn.Gate.Health;
using CheckIn.Gate.Journal;
using CheckIn.Time;

namespace CheckIn.Gate.Service.Doctor;

/// <summary>A check that finds one thing and waits for nothing.</summary>
internal abstract class QuickCheck : ICheck
{
    public async IAsyncEnumerable<Finding> LookAsync(
        Examination examination, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation)
    {
        await Task.CompletedTask;
        foreach (var finding in Look(examination))
            yield return finding;
    }

    protected abstract IEnumerable<Finding> Look(Examination examination);
}

/// <summary>Supply, heat and speed, by the board's own word.</summary>
internal sealed class PowerCheck : QuickCheck
{
    internal const string Name = "power";

    protected override IEnumerable<Finding> Look(Examination examination)
    {
        var (words, board) = (examination.Words, examination.Board.Read());
        var limit = examination.Section<HealthOptions>("Health").TooHot;
        var found = new List<string>();
        if (examination.Board.Model is { Length: > 0 } model)
            found.Add(model);
        if (board.TemperatureC is { } degrees)
            found.Add(examination.Units.Decimal(degrees) + " °C");
        if (board.UnderVoltage is { } weak)
            found.Add(weak ? words.SupplyWeak : words.SupplyGood);
        if (board.Throttled is { } slowed)
            found.Add(slowed ? words.Throttled : words.FullSpeed);
        var advice = board.UnderVoltage == true ? words.SupplyWeakDo
            : board.TemperatureC >= limit ? Examination.Say(words.TooHotDo, limit)
            : board.Throttled == true ? words.ThrottledDo : null;
        var isKnown = board is not { TemperatureC: null, UnderVoltage: null, Throttled: null };
        yield return isKnown
            ? new(Name, board.UnderVoltage == true ? CheckState.Wrong : advice is null ? CheckState.Good : CheckState.Look,
                string.Join("; ", found), advice)
            : new(Name, CheckState.Skipped, words.PowerUnknown);
    }
}

/// <summary>Whether the machine knows the time.</summary>
internal sealed class ClockCheck : QuickCheck
{
    internal const string Name = "clock";

    protected override IEnumerable<Finding> Look(Examination examination)
    {
        var words = examination.Words;
        // The gate may know more than its machine: the hub tells it the time.
        var quality = examination.Running is { Health.Clock: { } clock } ? clock.Quality : KernelClock.Read();
        yield return quality is { } known
            ? new(Name, CheckState.Good, Examination.Say(
                words.ClockGood, examination.Units.Milliseconds(known.ErrorMs), examination.Units.Span(known.SyncedAgeS)))
            : new(Name, CheckState.Look, words.ClockUnknown, words.ClockUnknownDo);
    }
}

/// <summary>Room for the journal.</summary>
internal sealed class DiskCheck : QuickCheck
{
    internal const string Name = "disk";

    protected override IEnumerable<Finding> Look(Examination examination)
    {
        var words = examination.Words;
        var path = examination.Running?.Journal ?? examination.Section<JournalOptions>("Journal").Path;
        if (DiskState.Of(Existing(path)) is not { TotalBytes: > 0 } disk)
        {
            yield return new(Name, CheckState.Skipped, Examination.Say(words.DiskUnknown, path));
            yield break;
        }
        if (disk.IsReadOnly)
        {
            yield return new(Name, CheckState.Wrong, words.DiskReadOnly, words.DiskReadOnlyDo);
            yield break;
        }
        var found = Examination.Say(words.DiskFree, examination.Units.Size(disk.FreeBytes), examination.Units.Size(disk.TotalBytes));
        yield return disk.FreeBytes < examination.Section<HealthOptions>("Health").DiskLow
            ? new(Name, CheckState.Look, found, words.DiskLowDo) : new(Name, CheckState.Good, found);
    }

    /// <summary>Before a gate's first start its folder is not there; the file system that will hold it is.</summary>
    private static string Existing(string path)
    {
        var full = Path.GetFullPath(path);
        for (var folder = Path.GetDirectoryName(full); folder is not null; folder = Path.GetDirectoryName(folder))
        {
            if (Directory.Exists(folder))
                return Path.Combine(folder, "x");
        }
        return full;
    }
}

/// <summary>Whether somebody starts the gate anew, and the machine.</summary>
internal sealed class SupervisionCheck : QuickCheck
{
    internal const string Service = "supervision";
    internal const string Machine = "watchdog";
    private static readonly string[] Units =
    [
        "etc/systemd/system/checkin-gate.service", "usr/lib/systemd/system/checkin-gate.service",
        "lib/systemd/system/checkin-gate.service",
    ];

    protected override IEnumerable<Finding> Look(Examination examination)
    {
        var words = examination.Words;
        yield return examination.Running switch
        {
            { Supervised: true, WatchdogS: { } seconds } => new(
                Service, CheckState.Good, Examination.Say(words.Supervised, examination.Units.Span((long)seconds))),
            { Supervised: true } => new(Service, CheckState.Look, words.SupervisedUnwatched, words.SupervisedUnwatchedDo),
            { } => new(Service, CheckState.Look, words.Unsupervised, words.UnitMissingDo),
            null when Units.Any(unit => File.Exists(examination.File(unit))) => new(Service, CheckState.Good, words.UnitThere),
            null => new(Service, CheckState.Look, words.UnitMissing, words.UnitMissingDo),
        };
        var watchdog = examination.File("sys/class/watchdog/watchdog0");
        if (Text(watchdog, "state") is not { } state)
            yield return new(Machine, CheckState.Look, words.WatchdogMissing, words.WatchdogMissingDo);
        else if (state == "active")
            yield return new(Machine, CheckState.Good, Examination.Say(
                words.WatchdogActive, Text(watchdog, "identity") ?? "watchdog0", Text(watchdog, "timeout") ?? "?"));
        else
        {
            yield return new(
                Machine, CheckState.Look, Examination.Say(words.WatchdogIdle, Text(watchdog, "identity") ?? "watchdog0"),
                words.WatchdogIdleDo);
        }
    }

    private static string? Text(string folder, string file)
    {
        try
        {
            return File.ReadAllText(Path.Combine(folder, file)).Trim();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
