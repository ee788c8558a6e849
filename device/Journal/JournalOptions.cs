using System.ComponentModel.DataAnnotations;
using CheckIn.Gate.Settings;

namespace CheckIn.Gate.Journal;

/// <summary>What happens to a decision for which <see cref="JournalOptions.MaxBytes"/> leaves no room.</summary>
public enum JournalFullPolicy
{
    /// <summary>
    /// The oldest events that the hub has acknowledged go before their retention ends; if there is none left, as
    /// <see cref="RefuseEntry"/>.
    /// </summary>
    DropOldestDelivered,
    /// <summary>Nobody is let in without a record; nothing goes before its time.</summary>
    RefuseEntry,
    /// <summary>The decision stands without a record; how many there were is journalled when there is room again.</summary>
    AdmitAndAlarm,
}

/// <summary>Section <c>Journal</c>.</summary>
public sealed class JournalOptions
{
    /// <summary>The journal's file. Default <c>data/journal.db</c>; put it on a partition of its own.</summary>
    [OwnSetting]
    [Required]
    public string Path { get; set; } = "data/journal.db";

    /// <summary>
    /// How long delivered events are kept, so that a hub restored from an older backup can ask for them again. Default
    /// 21 days; at least 120 h. Undelivered events are kept whatever their age.
    /// </summary>
    [Range(typeof(TimeSpan), "5.00:00:00", "3650.00:00:00")]
    public TimeSpan Retention { get; set; } = TimeSpan.FromDays(21);

    /// <summary>
    /// Most bytes of the journal's files together, 16 MiB (16777216) to 1 TiB, default 1 GiB (1073741824). An event takes
    /// about 1 KiB, so a lane of 60 people a minute fills the default in some ten days without a hub. At 80 % the alarm
    /// <c>journal_filling</c> is raised. A file that is larger already is not made smaller; what is free in it is used.
    /// </summary>
    [Range(typeof(long), "16777216", "1099511627776")]
    public long MaxBytes { get; set; } = 1L << 30;

    /// <summary>When there is no room left. Default <c>DropOldestDelivered</c>.</summary>
    public JournalFullPolicy WhenFull { get; set; }
}
