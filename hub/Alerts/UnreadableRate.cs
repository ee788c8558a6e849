namespace CheckIn.Hub.Alerts;

/// <summary>
/// How many of a gate's pictures with something like a code could not be read, ten minutes at a time: its counters
/// since its program started, compared with those of ten minutes ago. Ten minutes with too few pictures say nothing.
/// </summary>
/// <param name="From">Monotonic time of the earlier counters.</param>
internal readonly record struct UnreadableRate(TimeSpan From, long UptimeS, long Reads, long Unreadable)
{
    internal static readonly TimeSpan Window = TimeSpan.FromMinutes(10);

    /// <summary>Counters are told.</summary>
    /// <returns>What to remember, and per cent and pictures of a whole window; null = not yet, or too few.</returns>
    internal static (UnreadableRate Next, (int Percent, long Pictures)? Found) Step(
        UnreadableRate? before, UnreadableRate told, int least)
    {
        if (before is not { } earlier || told.UptimeS < earlier.UptimeS || told.Reads < earlier.Reads
            || told.Unreadable < earlier.Unreadable)
            return (told, null);
        if (told.From - earlier.From < Window)
            return (earlier, null);
        var (unreadable, reads) = (told.Unreadable - earlier.Unreadable, told.Reads - earlier.Reads);
        // Counters are a gate's word: their sum may be more than there are numbers.
        var pictures = (Int128)unreadable + reads;
        return (told, pictures < least ? null
            : ((int)((Int128)unreadable * 100 / pictures), (long)Int128.Min(pictures, long.MaxValue)));
    }
}
