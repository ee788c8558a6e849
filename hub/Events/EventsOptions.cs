using System.ComponentModel.DataAnnotations;

namespace CheckIn.Hub.Events;

/// <summary>Section <c>Events</c>.</summary>
public sealed class EventsOptions
{
    /// <summary>The database's file. Default <c>data/hub.db</c>.</summary>
    [Required]
    public string Path { get; set; } = "data/hub.db";

    /// <summary>
    /// Batches that may wait for the next commit before gates are made to wait, 1 to 100,000, default 1,000.
    /// </summary>
    [Range(1, 100_000)]
    public int MaxWaiting { get; set; } = 1000;
}
