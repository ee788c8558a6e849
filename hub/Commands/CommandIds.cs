using System.Globalization;

namespace CheckIn.Hub.Commands;

/// <summary>
/// Ids of commands: UUIDs of version 7, whose text sorts by the time in it. No two of this hub carry the same
/// millisecond, and none an earlier one than those before it, even if the clock is set back: they run ahead instead.
/// </summary>
internal sealed class CommandIds
{
    private readonly Lock _lock = new();
    private long _last;

    /// <summary>Those that follow come after this one.</summary>
    internal void Follow(string id)
    {
        if (Guid.TryParse(id, CultureInfo.InvariantCulture, out _)
            && long.TryParse(string.Concat(id.AsSpan(0, 8), id.AsSpan(9, 4)), NumberStyles.HexNumber,
                CultureInfo.InvariantCulture, out var at))
        {
            lock (_lock)
                _last = Math.Max(_last, at);
        }
    }

    internal string Next(DateTimeOffset now)
    {
        lock (_lock)
        {
            _last = Math.Max(_last + 1, now.ToUnixTimeMilliseconds());
            return Guid.CreateVersion7(DateTimeOffset.FromUnixTimeMilliseconds(_last)).ToString();
        }
    }

    /// <summary>What every id of before that moment sorts before.</summary>
    internal static string Before(DateTimeOffset moment)
    {
        var hex = moment.ToUnixTimeMilliseconds().ToString("x12", CultureInfo.InvariantCulture);
        return $"{hex[..8]}-{hex[8..]}";
    }
}
