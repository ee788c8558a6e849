using CheckIn.Faults.Premises;
using CheckIn.Faults.Record;

namespace CheckIn.Faults;

/// <summary>What was done, what was found, and the counts in the last line.</summary>
internal sealed class Report(Tally tally, Verdict verdict, Site site, MemoryWatch? memory)
{
    internal void Print(Settling settling)
    {
        foreach (var line in tally.Lines)
            Console.WriteLine(line);
        var hub = HubRecord.Read(site.Hub.Database);
        var unanswered = verdict.Presented - verdict.Admitted - verdict.Refused;
        string[] lines =
        [
            $"{site.Launcher.Started} programs started; settled after {settling.Took.TotalSeconds:0.0} s",
            $"codes shown {verdict.Presented}: admitted {verdict.Admitted}, refused {verdict.Refused} (of these "
                + $"{verdict.RefusedWithoutRoom} for want of room on the disk), killed before an answer {unanswered} "
                + $"(of these {verdict.Unseen} after the commit)",
            $"events at gates {verdict.Events}; at the hub {hub.Events.Count}, and {hub.Conflicts.Count} in conflict; "
                + $"sent again and ignored {hub.Duplicates}; set aside {hub.SetAside}",
            $"checkin-hub verify: {settling.Opinion}",
        ];
        foreach (var line in lines)
            Console.WriteLine(line);
        if (memory is not null)
            Console.WriteLine(memory.Line);
        foreach (var line in verdict.Lines)
            Console.WriteLine(line);
        Console.WriteLine(
            $"decided={verdict.Decided} stored={verdict.Stored} duplicates_stored={verdict.DuplicatesStored} "
            + $"missing={verdict.Missing} reordered={verdict.Reordered} kills={tally.Kills} cuts={tally.Cuts}");
    }
}
