using System.ComponentModel.DataAnnotations;

namespace CheckIn.Gate.Journal;

/// <summary>Section <c>Journal</c>.</summary>
public sealed class JournalOptions
{
    /// <summary>The journal's file. Default <c>data/journal.db</c>; put it on a partition of its own.</summary>
    [Required]
    public string Path { get; set; } = "data/journal.db";

    /// <summary>
    /// How long delivered events are kept, so that a hub restored from an older backup can ask for them again. Default
    /// 21 days; at least 120 h. Undelivered events are kept whatever their age.
    /// </summary>
    [Range(typeof(TimeSpan), "5.00:00:00", "3650.00:00:00")]
    public TimeSpan Retention { get; set; } = TimeSpan.FromDays(21);
}
