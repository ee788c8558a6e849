using CheckIn.Gate.Health;
using CheckIn.Gate.Journal;

namespace CheckIn.Gate.Service.Doctor;

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
