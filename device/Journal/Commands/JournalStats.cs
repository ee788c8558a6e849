using System.Globalization;
using System.Text.Json;
using CheckIn.Record;

namespace CheckIn.Gate.Journal.Commands;

/// <summary>Where an epoch stands; times are Unix ms as the gate had them.</summary>
internal sealed record EpochFigures(
    string Epoch, bool InUse, string? Cause, long First, long Last, long Events, long Delivered, long Waiting, long Lost,
    long Refused, long? OldestAt, long? NewestAt);

/// <summary>Where a journal stands.</summary>
/// <param name="FileBytes">The database file; <paramref name="FreeBytes"/> of it hold nothing and are used again.</param>
/// <param name="LogBytes">The write-ahead log beside it.</param>
/// <param name="DiskFreeBytes">Room left on the disk for this user.</param>
/// <param name="SetAside">Damaged journals set aside in the same folder.</param>
internal sealed record JournalFigures(
    string Path, int Schema, long Events, long Waiting, long FileBytes, long FreeBytes, long LogBytes,
    long DiskFreeBytes, IReadOnlyList<string> SetAside, IReadOnlyList<EpochFigures> Epochs);

/// <summary>Says at once what the journal holds; it looks at the ends of each epoch, not at every event.</summary>
internal static class JournalStats
{
    internal static int Print(RecordedJournal journal, JournalCommand command, TextWriter output)
    {
        var figures = Read(journal);
        if (command.Json)
            output.WriteLine(JsonSerializer.Serialize(figures, JournalCommandJson.Default.JournalFigures));
        else
            PrintWords(figures, output);
        return JournalCommand.Whole;
    }

    internal static JournalFigures Read(RecordedJournal journal)
    {
        var epochs = journal.Epochs().Select(epoch => new EpochFigures(
            epoch.Name, epoch.InUse, epoch.Cause, epoch.First, epoch.Last, epoch.Rows, epoch.Delivered, epoch.Waiting,
            epoch.Lost.Sum(static range => range.Count), epoch.Refused.Count,
            journal.Events(epoch).FirstOrDefault()?.At, journal.Events(epoch, epoch.Last).FirstOrDefault()?.At)).ToList();
        var folder = Path.GetDirectoryName(Path.GetFullPath(journal.Path)) ?? "/";
        return new(
            journal.Path, journal.Schema, epochs.Sum(static epoch => epoch.Events), epochs.Sum(static epoch => epoch.Waiting),
            journal.Pages * journal.PageBytes, journal.FreePages * journal.PageBytes, LengthOf(journal.Path + "-wal"),
            new DriveInfo(folder).AvailableFreeSpace, SetAside(folder, Path.GetFileName(journal.Path)), epochs);
    }

    private static List<string> SetAside(string folder, string name) =>
        [.. Directory.EnumerateFiles(folder, name + ".damaged*").Select(file => Path.GetFileName(file)!)
            .Where(file => !file.EndsWith("-wal", StringComparison.Ordinal))
            .Where(file => !file.EndsWith("-shm", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)];

    private static void PrintWords(JournalFigures figures, TextWriter output)
    {
        output.WriteLine(
            $"journal {figures.Path}: schema {figures.Schema}, {figures.Events} events kept, "
            + $"{figures.Waiting} waiting for the hub");
        output.WriteLine(
            $"  size: {Size(figures.FileBytes)} ({Size(figures.FreeBytes)} of it free for new events), "
            + $"log {Size(figures.LogBytes)}; room on the disk: {Size(figures.DiskFreeBytes)}");
        foreach (var epoch in figures.Epochs)
        {
            output.WriteLine(
                $"  epoch {epoch.Epoch}{(epoch.InUse ? " (in use)" : "")}"
                + (epoch.Cause is { } cause ? $", begun after {cause}: " : ": ")
                + (epoch.Events == 0 ? $"no event kept, last {epoch.Last}" : $"events {epoch.First} to {epoch.Last}")
                + $", delivered through {epoch.Delivered}, {epoch.Waiting} waiting");
            if (epoch is { OldestAt: { } oldest, NewestAt: { } newest })
                output.WriteLine($"    from {Moment(oldest)} to {Moment(newest)} by the gate's clock");
            if (epoch.Lost > 0 || epoch.Refused > 0)
                output.WriteLine($"    {epoch.Lost} lost to damage, {epoch.Refused} refused by the hub and kept here");
        }
        foreach (var file in figures.SetAside)
            output.WriteLine($"  set aside as damaged: {file}");
    }

    private static string Size(long bytes) => bytes < 1024 * 1024
        ? string.Create(CultureInfo.InvariantCulture, $"{bytes / 1024.0:0.0} KiB")
        : string.Create(CultureInfo.InvariantCulture, $"{bytes / (1024.0 * 1024):0.0} MiB");

    private static string Moment(long at) =>
        DateTimeOffset.FromUnixTimeMilliseconds(at).ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    private static long LengthOf(string path) => new FileInfo(path) is { Exists: true } file ? file.Length : 0;
}
