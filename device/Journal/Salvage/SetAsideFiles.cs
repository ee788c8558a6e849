using System.Globalization;
using CheckIn.Storage;

namespace CheckIn.Gate.Journal.Salvage;

/// <summary>
/// Damaged files, kept for examination beside the journal: <c>journal.db.damaged-NUMBER-WHEN-WHAT</c>, with their -wal
/// under the same name. The newest three are kept; the number tells which those are, because the clock may not.
/// </summary>
internal static class SetAsideFiles
{
    private const int Kept = 3;

    /// <summary>Makes room for one more, and says how it is to be called.</summary>
    internal static string NextName(string journal, string what, DateTimeOffset when)
    {
        var numbers = Numbers(journal);
        foreach (var number in numbers.SkipLast(Kept - 1))
        {
            foreach (var file in Files(journal, $"{number}-*"))
                File.Delete(file);
        }
        var next = numbers.Count == 0 ? 1 : numbers[^1] + 1;
        return string.Create(CultureInfo.InvariantCulture,
            $"{Path.GetFileName(journal)}.damaged-{next}-{when:yyyyMMdd'T'HHmmss'Z'}-{what}");
    }

    /// <summary>
    /// Renames journal and log. The log first: left behind alone it would be taken for the next journal's own, the file
    /// without its log would only lack its newest rows, which are salvaged by then.
    /// </summary>
    internal static void SetAside(string journal, string name)
    {
        var aside = Path.Combine(Path.GetDirectoryName(Path.GetFullPath(journal))!, name);
        if (File.Exists(journal + "-wal"))
            File.Move(journal + "-wal", aside + "-wal", overwrite: true);
        DurableDirectory.Sync(journal);
        File.Delete(journal + "-shm");
        if (File.Exists(journal))
            File.Move(journal, aside, overwrite: true);
        DurableDirectory.Sync(journal);
    }

    private static List<long> Numbers(string journal) =>
        [.. Files(journal, "*").Select(file => NumberOf(journal, file)).Where(static number => number > 0).Distinct().Order()];

    private static long NumberOf(string journal, string file)
    {
        var rest = Path.GetFileName(file)[(Path.GetFileName(journal) + ".damaged-").Length..];
        return long.TryParse(rest.Split('-')[0], NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number : 0;
    }

    private static string[] Files(string journal, string pattern) => Directory.GetFiles(
        Path.GetDirectoryName(Path.GetFullPath(journal))!, $"{Path.GetFileName(journal)}.damaged-{pattern}");
}
