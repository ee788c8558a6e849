using CheckIn.Contract;
using CheckIn.Gate.Clock;

namespace CheckIn.Gate.Journal;

/// <summary>Why an epoch was begun after another one; the word stands in the alarm that is its first event.</summary>
internal static class EpochCauses
{
    /// <summary>Another journal goes by the last epoch's name: a copied or restored card, or one that lied about fsync.</summary>
    internal const string Conflict = "conflict";

    /// <summary>The file was damaged; it is set aside, and what could be read of it is delivered.</summary>
    internal const string Damage = "damage";

    /// <summary>The first event of the new epoch.</summary>
    /// <param name="cause">One of these words.</param>
    /// <param name="lost">Rows known to be lost.</param>
    /// <param name="clock">Stamps it.</param>
    /// <param name="boot">Boot id.</param>
    internal static EventDraft Alarm(string cause, long lost, GateClock clock, string boot) => JournalAlarm.Draft(
        "epoch_opened", lost, cleared: false, clock, boot, json => json.WriteString("cause"u8, cause));
}
