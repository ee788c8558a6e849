using System.Globalization;
using System.Text;

namespace CheckIn.Gate.Commands;

/// <summary>
/// The latest lines of the gate's log, in memory, so that they can be sent for without a way to the machine. Kept from one
/// life of the process to the next. Bounded in lines and in letters; control characters, which scanners or a hub may have
/// put there, become spaces. Safe from any thread.
/// </summary>
internal sealed class LogRing(TimeProvider time)
{
    internal const int MostLines = 1000, MostLetters = 1000, MostTogether = 64 * 1024;
    private readonly Queue<string> _lines = new(MostLines);
    private readonly Lock _lock = new();

    internal void Add(LogLevel level, string category, int id, string message)
    {
        var at = time.GetUtcNow().ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
        var line = new StringBuilder($"{at} {Word(level)} {ShortOf(category)}[{id.ToString(CultureInfo.InvariantCulture)}] ");
        foreach (var letter in message.AsSpan(0, Math.Min(message.Length, MostLetters)))
            line.Append(char.IsControl(letter) ? ' ' : letter);
        lock (_lock)
        {
            if (_lines.Count == MostLines)
                _lines.Dequeue();
            _lines.Enqueue(line.ToString());
        }
    }

    /// <summary>The latest of them, oldest first: so many, or as many as fit into <see cref="MostTogether"/> bytes.</summary>
    internal IReadOnlyList<string> Latest(int lines)
    {
        string[] all;
        lock (_lock)
            all = [.. _lines];
        var (first, bytes) = (all.Length, 0);
        while (first > 0 && all.Length - first < lines)
        {
            bytes += Encoding.UTF8.GetByteCount(all[first - 1]);
            if (bytes > MostTogether)
                break;
            first--;
        }
        return all[first..];
    }

    private static string ShortOf(string category) =>
        category.StartsWith("CheckIn.Gate.", StringComparison.Ordinal) ? category["CheckIn.Gate.".Length..] : category;

    private static string Word(LogLevel level) => level switch
    {
        LogLevel.Critical => "crit",
        LogLevel.Error => "fail",
        LogLevel.Warning => "warn",
        LogLevel.Information => "info",
        _ => "dbug",
    };
}
