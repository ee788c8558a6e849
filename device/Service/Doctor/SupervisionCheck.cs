namespace CheckIn.Gate.Service.Doctor;

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
