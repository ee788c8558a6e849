using System.ComponentModel.DataAnnotations;

namespace CheckIn.Hub.Registrations;

/// <summary>Places that register themselves; section <c>Registrations</c>.</summary>
public sealed class RegistrationOptions
{
    public const string Section = "Registrations";

    /// <summary>Whether anybody may register a place. Default no.</summary>
    public bool IsOpen { get; set; }

    /// <summary>Registrations that may wait for one node; then it takes no more. Default 200, 1 to 5,000.</summary>
    [Range(1, 5_000)]
    public int MostWaitingOfNode { get; set; } = 200;

    /// <summary>Registrations that may wait in all. Default 5,000, 1 to 100,000.</summary>
    [Range(1, 100_000)]
    public int MostWaiting { get; set; } = 5_000;

    /// <summary>Registrations from one address in an hour. Default 10, 1 to 1,000.</summary>
    [Range(1, 1_000)]
    public int PerAddressAndHour { get; set; } = 10;

    /// <summary>
    /// How long one waits for a decision before it lapses and the owner's name and number are erased. Default 30 days, 1 to
    /// 365. Afterwards its owner can see for as long what became of it.
    /// </summary>
    [Range(typeof(TimeSpan), "1.00:00:00", "365.00:00:00")]
    public TimeSpan KeptWaiting { get; set; } = TimeSpan.FromDays(30);
}
