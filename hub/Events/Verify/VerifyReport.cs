using System.Text.Json;
using System.Text.Json.Serialization;
using CheckIn.Record;

namespace CheckIn.Hub.Events.Verify;

/// <summary>All that verify found.</summary>
/// <param name="Whole">Nothing is missing, lost or changed, and every file that was named is at the hub.</param>
/// <param name="Journals">Every journal at the hub.</param>
/// <param name="Against">Every epoch of the files that were named.</param>
/// <param name="Beyond">
/// Journals of which the hub has events that come after the last one in any of the files that were named.
/// </param>
internal sealed record VerifyReport(
    bool Whole, IReadOnlyList<JournalAccount> Journals, IReadOnlyList<JournalComparison> Against,
    IReadOnlyList<string> Beyond)
{
    internal static VerifyReport Of(HubRecord record, IReadOnlyList<string> files)
    {
        // The hub before the files: what a gate has delivered by then is in its file.
        var journals = record.Journals();
        var accounts = journals.Select(journal => JournalAccount.Of(record, journal)).ToList();
        var against = files.SelectMany(file => JournalComparison.Of(record, journals, file)).ToList();
        var beyond = journals.Where(journal => against.Exists(one => one.Epoch == journal.Epoch)
                && against.Where(one => one.Epoch == journal.Epoch).Max(one => one.Last) < journal.Highest)
            .Select(journal => $"{journal.Gate}, epoch {journal.Epoch}").ToList();
        return new(
            accounts.TrueForAll(static account => account.IsWhole) && against.TrueForAll(static one => one.IsEqual)
                && beyond.Count == 0,
            accounts, against, beyond);
    }

    internal void PrintJson(TextWriter output) =>
        output.WriteLine(JsonSerializer.Serialize(this, VerifyJson.Default.VerifyReport));

    internal void PrintWords(TextWriter output)
    {
        foreach (var account in Journals)
            Print(output, account);
        foreach (var one in Against)
            Print(output, one);
        foreach (var journal in Beyond)
        {
            output.WriteLine($"✗ gate {journal}: the hub has events beyond the last one in the files: one of them is an older "
                + "copy, or another card wrote them");
        }
        output.WriteLine(Whole
            ? $"✓ whole{(Against.Count > 0 ? " and equal" : "")}: {Journals.Sum(static account => account.Stored)} events of "
                + $"{Journals.Count} journals"
            : "✗ not whole: keep database and journals as they are, and see above which events differ");
    }

    private static void Print(TextWriter output, JournalAccount account)
    {
        output.WriteLine($"gate {account.Gate}, epoch {account.Epoch}: through {account.Through}, {account.Stored} stored, "
            + $"{account.Duplicates} came again; {(account.IsWhole ? "whole" : "NOT whole")}");
        if (account.Gaps.Count > 0)
        {
            output.WriteLine($"  {(account.Lost + account.Missing > 0 ? "✗" : "·")} not there: {string.Join(", ", account.Gaps)}: "
                + $"{account.Lost} lost (their gate no longer had them), {account.Refused} refused (kept unread), "
                + $"{account.Missing} for no known reason");
        }
        if (account.Ahead > 0)
            output.WriteLine($"  · {account.Ahead} are stored beyond a gap that the gate is asked to fill");
        if (account.Conflicts > 0)
        {
            output.WriteLine($"  · {account.Conflicts} numbers came with other content too (a copied card): kept aside; "
                + $"{account.Forks} events continue these");
        }
        if (account.Erased > 0)
            output.WriteLine($"  · {account.Erased} personal parts were erased");
        Print(output, account.Faults, account.FaultCount);
    }

    private static void Print(TextWriter output, JournalComparison one)
    {
        output.WriteLine($"{one.Path}, epoch {one.Epoch}: {one.Kept} kept, {one.Equal} equal at the hub"
            + (one.Gate is { } gate ? $" (gate {gate})" : "")
            + $", {one.Aside} kept aside there, {one.Refused} refused there, {one.Waiting} waiting; "
            + (one.IsEqual ? "equal" : "NOT equal"));
        Print(output, one.Faults, one.FaultCount + one.Missing);
    }

    private static void Print(TextWriter output, IReadOnlyList<ChainFault> faults, long count)
    {
        foreach (var fault in faults)
            output.WriteLine($"  ✗ event {fault.Seq}: {fault.What}");
        if (count > faults.Count)
            output.WriteLine($"  ✗ and {count - faults.Count} more");
    }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(VerifyReport))]
internal sealed partial class VerifyJson : JsonSerializerContext;
