using System.ComponentModel.DataAnnotations;

namespace CheckIn.Hub.Fleet.Offline;

/// <summary>Section <c>Offline</c>.</summary>
public sealed class OfflineOptions
{
    /// <summary>
    /// For how long the hub keeps what was known of each gate when, 1 to 3,660 days, default 400: a year can be
    /// compared with the one before. A day that is forgotten has no report any more.
    /// </summary>
    [Range(typeof(TimeSpan), "1.00:00:00", "3660.00:00:00")]
    public TimeSpan Keep { get; set; } = TimeSpan.FromDays(400);

    /// <summary>
    /// Most rows of that, 10,000 to 1,000,000,000, default 10,000,000 (some 1.5 GB); of more the oldest go first,
    /// whatever <see cref="Keep"/> says. 20,000 gates that change once a day make 400 days' rows of 8,000,000.
    /// </summary>
    [Range(10_000L, 1_000_000_000L)]
    public long MostRows { get; set; } = 10_000_000;

    /// <summary>
    /// How often changes are written, 100 ms to 1 min, default 1 s. Pages have them at once; of a hub that is killed
    /// the last ones are found again at its start.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:01:00")]
    public TimeSpan WriteEvery { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>
    /// How often the hub writes down that it is there, 1 s to 10 min, default 10 s: by so much the end of its own
    /// absence is wrong at most, if it was killed.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:10:00")]
    public TimeSpan WatchEvery { get; set; } = TimeSpan.FromSeconds(10);
}
