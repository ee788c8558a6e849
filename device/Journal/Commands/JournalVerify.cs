using System.Text.Json;
using System.Text.Json.Serialization;
using CheckIn.Record;

namespace CheckIn.Gate.Journal.Commands;

/// <summary>What verify found in one epoch.</summary>
/// <param name="Missing">Numbers without an event; <paramref name="Gaps"/> has the first hundred ranges.</param>
/// <param name="KnownLost">Of these, how many the gate itself has written down as lost to damage.</param>
/// <param name="FaultCount">Events that are not what was recorded; <paramref name="Faults"/> has the first hundred.</param>
/// <param name="Erased">Events whose personal part was erased, which the chain allows.</param>
/// <param name="Unreadable">Why reading ended early; null = it did not.</param>
internal sealed record EpochFindings(
    string Epoch, bool InUse, long First, long Last, long Events, long Delivered, long Waiting, long Missing,
    long KnownLost, IReadOnlyList<SeqRange> Gaps, long FaultCount, IReadOnlyList<ChainFault> Faults, long Erased,
    IReadOnlyList<RecordedRefusal> Refused, string? Unreadable)
{
    internal bool IsWhole => Missing == 0 && FaultCount == 0 && Unreadable is null;
}

/// <summary>What verify found in a journal.</summary>
internal sealed record JournalFindings(string Path, int Schema, bool Whole, IReadOnlyList<EpochFindings> Epochs);

/// <summary>The findings as JSON.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, WriteIndented = true,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(JournalFindings))]
[JsonSerializable(typeof(JournalFigures))]
internal sealed partial class JournalCommandJson : JsonSerializerContext;

/// <summary>Recomputes every epoch's chain. While the gate runs it covers what was there when an epoch was begun.</summary>
internal static class JournalVerify
{
    internal static int Print(RecordedJournal journal, JournalCommand command, TextWriter output)
    {
        var findings = Check(journal);
        if (command.Json)
            output.WriteLine(JsonSerializer.Serialize(findings, JournalCommandJson.Default.JournalFindings));
        else
            PrintWords(findings, output);
        return findings.Whole ? JournalCommand.Whole : JournalCommand.Differs;
    }

    internal static JournalFindings Check(RecordedJournal journal)
    {
        var epochs = journal.Epochs();
        if (epochs.Count == 0)
            throw new RecordException($"{journal.Path} has no epoch: it was never finished, or it is damaged.");
        var findings = epochs.Select(epoch => Check(journal, epoch)).ToList();
        return new(journal.Path, journal.Schema, findings.All(static epoch => epoch.IsWhole), findings);
    }

    private static EpochFindings Check(RecordedJournal journal, RecordedEpoch epoch)
    {
        var check = Follow(journal, epoch, out var unreadable);
        // Retention may have removed rows between the look at the epoch and the look at its rows.
        if (check.Gaps is [{ } first, ..] && first.First == epoch.First
            && journal.Epochs().FirstOrDefault(now => now.Id == epoch.Id) is { } moved && moved.AnchorSeq > epoch.AnchorSeq)
            return Check(journal, moved);
        return new(
            epoch.Name, epoch.InUse, check.First, check.Last, check.Events, epoch.Delivered, epoch.Waiting,
            check.Missing, epoch.Lost.Sum(static range => range.Count), check.Gaps, check.FaultCount, check.Faults,
            check.Erased, epoch.Refused, unreadable);
    }

    private static ChainCheck Follow(RecordedJournal journal, RecordedEpoch epoch, out string? unreadable)
    {
        var check = new ChainCheck(epoch.AnchorSeq, epoch.AnchorLink.Span);
        unreadable = null;
        try
        {
            foreach (var recorded in journal.Events(epoch).TakeWhile(recorded => recorded.Seq <= epoch.Last))
                check.Add(recorded);
            check.End(epoch.Last);
        }
        catch (RecordException e)
        {
            unreadable = $"after event {check.Last}: {e.Message}";
        }
        return check;
    }

    private static void PrintWords(JournalFindings findings, TextWriter output)
    {
        foreach (var epoch in findings.Epochs)
        {
            output.WriteLine(
                $"epoch {epoch.Epoch}{(epoch.InUse ? " (in use)" : "")}: "
                + (epoch.Events == 0 ? "no event kept" : $"events {epoch.First} to {epoch.Last}, {epoch.Events} kept")
                + $", delivered through {epoch.Delivered}, {epoch.Waiting} waiting; "
                + (epoch.IsWhole ? "the chain is whole" : "NOT whole"));
            PrintGaps(epoch, output);
            foreach (var fault in epoch.Faults)
                output.WriteLine($"  ✗ event {fault.Seq}: {fault.What}");
            if (epoch.FaultCount > epoch.Faults.Count)
                output.WriteLine($"  ✗ and {epoch.FaultCount - epoch.Faults.Count} more");
            foreach (var refused in epoch.Refused)
                output.WriteLine($"  · event {refused.Seq} was refused by the hub ({refused.Reason}) and is kept here");
            if (epoch.Erased > 0)
                output.WriteLine($"  · {epoch.Erased} personal parts were erased, as they should be in time");
            if (epoch.Unreadable is { } why)
                output.WriteLine($"  ✗ unreadable {why}");
        }
        output.WriteLine(findings.Whole
            ? $"✓ whole: {findings.Epochs.Sum(static epoch => epoch.Events)} events, every link as recorded"
            : "✗ not whole: keep the file as it is, and compare with the hub's account (checkin-hub verify --against)");
    }

    private static void PrintGaps(EpochFindings epoch, TextWriter output)
    {
        if (epoch.Missing == 0)
            return;
        output.WriteLine(
            $"  ✗ {epoch.Missing} events are missing: {string.Join(", ", epoch.Gaps)}"
            + (epoch.Gaps.Count == ChainCheck.MostKept ? ", …" : "")
            + (epoch.KnownLost > 0 ? $" ({epoch.KnownLost} of them known to be lost to damage)" : ""));
    }
}
