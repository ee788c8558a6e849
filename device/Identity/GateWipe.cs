using System.Globalization;
using CheckIn.Gate.Enrolment;
using CheckIn.Gate.Journal;
using CheckIn.Gate.Keys;

namespace CheckIn.Gate.Identity;

/// <summary>
/// Makes nobody of a gate: its journal goes with everything beside it, its keys are overwritten and go, then who it
/// was. On flash an overwritten block may still be there; so every personal part was sealed from the first row on, and
/// the keys that open it were never here. One exception is left alone unless it is asked for: private halves that the
/// gate made before its enrolment. They open nothing that is still here, and elsewhere nothing else opens what they do.
/// A power cut in the middle leaves a gate that is still enrolled and leaving, and begins again.
/// </summary>
internal sealed class GateWipe(string journal, string keys, EnrolmentStore store)
{
    private const string PrivateHalves = "tracing-private";
    private readonly string _journal = Path.GetFullPath(journal);
    private readonly string _keys = Path.GetFullPath(keys);

    /// <summary>The file that stays and says so.</summary>
    internal string Word => Path.Combine(store.Directory, EnrolmentStore.WipedFile);

    /// <summary>Private halves of tracing keys that lie here.</summary>
    internal int PrivateHalvesHere =>
        Directory.Exists(PrivateDirectory) ? Directory.GetFiles(PrivateDirectory, "*.pem").Length : 0;

    internal string PrivateDirectory => Path.Combine(_keys, PrivateHalves);

    /// <summary>The journal, what was set aside of it, what is kept beside it. Nobody may have it open.</summary>
    internal void EraseRecord()
    {
        var folder = Path.GetDirectoryName(_journal)!;
        if (!Directory.Exists(folder))
            return;
        using var held = JournalLock.Take(_journal);
        foreach (var file in Directory.GetFiles(folder, Path.GetFileName(_journal) + "*"))
        {
            if (!file.EndsWith(".lock", StringComparison.Ordinal))
                File.Delete(file);
        }
        Storage.DurableDirectory.Sync(_journal);
    }

    /// <summary>Tag and tracing keys.</summary>
    /// <param name="privateHalves">Those that open what was sealed before the enrolment, too.</param>
    internal void EraseKeys(bool privateHalves)
    {
        if (!Directory.Exists(_keys))
            return;
        foreach (var file in Directory.GetFiles(_keys, "*", SearchOption.AllDirectories))
        {
            if (privateHalves || Path.GetDirectoryName(file) != PrivateDirectory)
                KeyFile.Erase(file);
        }
    }

    /// <summary>Key, certificate, roots, settings; then the word of it.</summary>
    internal void EraseIdentity(string gate, DateTimeOffset at)
    {
        store.Wipe();
        StagedFiles.MakeDirectory(store.Directory);
        var when = at.ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture);
        var left = PrivateHalvesHere is > 0 and var halves
            ? $"{halves} khóa riêng còn ở {PrivateDirectory}: hãy chuyển đến nơi an toàn.\n"
                + $"{halves} private tracing keys are still in {PrivateDirectory}: move them to a safe place.\n" : "";
        File.WriteAllText(Word,
            $"Cổng {gate} đã ngừng sử dụng, dữ liệu đã xóa lúc {when}. Đăng ký lại: checkin-gate enrol MÃ\n"
            + $"Gate {gate} was taken out of service and wiped at {when}. Enrol it anew: checkin-gate enrol CODE\n"
            + left);
        Storage.DurableDirectory.Sync(Word);
    }
}
