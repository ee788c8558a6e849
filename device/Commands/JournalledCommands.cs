using System.Text;
using CheckIn.Contract;
using CheckIn.Gate.Journal;
using CheckIn.Storage;

namespace CheckIn.Gate.Commands;

/// <summary>
/// The ids of commands that the journal says were begun: a command's row is written before it is done, so a gate that was
/// killed at any moment finds here all that it must not do again. The newest rows are looked through, some at a time, so
/// that nobody waits long for the journal; a command that is older than all of them expired long ago.
/// </summary>
internal static class JournalledCommands
{
    private const int AtOnce = 2000, MostRows = 100_000;
    private static readonly byte[] Name = Encoding.UTF8.GetBytes($"\"name\":\"{OperationWords.Command}\"");
    private static readonly byte[] Result = "\"result\":\""u8.ToArray();

    /// <exception cref="DatabaseException">The journal cannot be read.</exception>
    internal static SeenCommands Read(GateJournal journal, int mostRows = MostRows)
    {
        var newest = new List<string>();
        var before = long.MaxValue;
        for (var rows = 0; rows < mostRows && newest.Count < SeenCommands.Most && before > long.MinValue; rows += AtOnce)
            before = journal.OnReader(db => Read(db, before, newest));
        var seen = new SeenCommands();
        newest.Reverse();
        foreach (var id in newest)
            seen.Add(id);
        return seen;
    }

    /// <summary>The id in an event's bytes; null = it is no command's.</summary>
    internal static string? IdIn(ReadOnlySpan<byte> fact)
    {
        if (fact.IndexOf(Name) is not (>= 0 and var at))
            return null;
        var rest = fact[(at + Name.Length)..];
        if (rest.IndexOf(Result) is not (>= 0 and var from))
            return null;
        rest = rest[(from + Result.Length)..];
        if (rest.IndexOf((byte)'"') is not (> 0 and var to) || rest[..to].LastIndexOf((byte)' ') is not (> 0 and var space))
            return null;
        return Encoding.UTF8.GetString(rest[(space + 1)..to]);
    }

    /// <returns>The id of the oldest row looked at; the least there is when there are no more.</returns>
    private static long Read(Database db, long before, List<string> ids)
    {
        using var rows = db.Prepare("SELECT id, fact FROM event WHERE id < ? ORDER BY id DESC LIMIT ?");
        rows.Bind(1, before).Bind(2, AtOnce);
        var (oldest, count) = (before, 0);
        for (; rows.Step(); count++)
        {
            oldest = rows.Int64(0);
            if (IdIn(rows.Blob(1)) is { } id)
                ids.Add(id);
        }
        return count < AtOnce ? long.MinValue : oldest;
    }
}
