using CheckIn.Faults.Premises;
using CheckIn.Faults.Record;

namespace CheckIn.Faults;

/// <summary>What was done, what was found, and the counts in the last line.</summary>
internal sealed class Report(Tally tally, Verdict verdict, Site site, MemoryWatch? memory)
{
    internal void Print(TimeSpan settled, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        foreach (var line in tally.Lines)
            Console.WriteLine(line);
        var hub = HubRecord.Read(site.Hub.Database);
        Console.WriteLine($"""
            {site.Launcher.Started} programs started; settled after {settled.TotalSeconds:0.0} s
            codes shown {verdict.Presented}: admitted {verdict.Admitted}, refused {verdict.Refused} (of these {verdict.RefusedWithoutRoom} for want of room on the disk), unanswered because killed {verdict.Presented - verdict.Admitted - verdict.Refused}, of these recorded {verdict.Unseen}
            events at gates {verdict.Events}; at the hub {hub.Events.Count}, and {hub.Conflicts.Count} in conflict; sent again and ignored {hub.Duplicates}; set aside {hub.SetAside}
            {memory?.Line}
            """);
        foreach (var line in verdict.Lines)
            Console.WriteLine(line);
        Console.WriteLine(
            $"decided={verdict.Decided} stored={verdict.Stored} duplicates_stored={verdict.DuplicatesStored} "
            + $"missing={verdict.Missing} reordered={verdict.Reordered} kills={tally.Kills} cuts={tally.Cuts}");
    }
}
