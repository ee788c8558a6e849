using System.Globalization;
using CheckIn.Gate.Clock;
using CheckIn.Storage;

namespace CheckIn.Gate.Journal;

/// <summary>How large the journal may grow, and what happens then.</summary>
/// <param name="CapBytes">Most bytes of the database itself.</param>
/// <param name="WhenFull">What happens to a decision without room.</param>
/// <param name="Clock">Stamps the journal's own alarms.</param>
/// <param name="Boot">Boot id, for the same.</param>
internal sealed record JournalBounds(long CapBytes, JournalFullPolicy WhenFull, GateClock Clock, string Boot)
{
    internal static JournalBounds Of(JournalOptions options, GateClock clock, string boot) =>
        new(JournalFill.CapOf(options.MaxBytes), options.WhenFull, clock, boot);

    /// <summary>Lets SQLite itself hold the bound, whatever this program thinks, and keep the log's file small.</summary>
    internal void Impose(Database writer)
    {
        var pageBytes = long.Parse(writer.Pragma("page_size"), CultureInfo.InvariantCulture);
        writer.Pragma($"max_page_count={CapBytes / pageBytes}");
        writer.Pragma($"journal_size_limit={JournalFill.LogBytes}");
    }
}

/// <summary>Alarms that stand, in the file as well, so that a restart does not raise them again.</summary>
/// <param name="Filling"><see cref="JournalAlarm.Filling"/>.</param>
/// <param name="Full"><see cref="JournalAlarm.Full"/>.</param>
internal readonly record struct StandingAlarms(bool Filling, bool Full);

/// <summary>What the journal says of itself for health; replaced as a whole.</summary>
/// <param name="Fill">How full it is.</param>
/// <param name="Alarms">What stands in the journal.</param>
/// <param name="Trouble">Why it cannot be written now; null = it can.</param>
/// <param name="DroppedEarly">Delivered events that went before their retention ended, since the start.</param>
internal sealed record JournalStanding(
    JournalFill Fill, StandingAlarms Alarms, JournalTrouble? Trouble, long DroppedEarly)
{
    /// <summary>Words of the alarms that stand now.</summary>
    internal IEnumerable<string> Words
    {
        get
        {
            if (Trouble is not null)
                yield return JournalAlarm.Failed;
            if (Alarms.Filling)
                yield return JournalAlarm.Filling;
            if (Alarms.Full)
                yield return JournalAlarm.Full;
        }
    }
}
