using System.ComponentModel.DataAnnotations;
using CheckIn.Time;

namespace CheckIn.Hub.Sites;

/// <summary>What is said of a place whose gates record people in one direction only.</summary>
public enum OneWayPolicy
{
    /// <summary>It is done wrongly: people are to scan on entering and on leaving.</summary>
    Wrong,
    /// <summary>It is in use like any other.</summary>
    Accept,
}

/// <summary>Section <c>Sites</c>.</summary>
public sealed class SitesOptions : IValidatableObject
{
    /// <summary>
    /// How long a place may go without a scan before it is idle, and a gate may be in service without the first one, 1
    /// hour to 365 days, default 7 days.
    /// </summary>
    [Range(typeof(TimeSpan), "01:00:00", "365.00:00:00")]
    public TimeSpan IdleAfter { get; set; } = TimeSpan.FromDays(7);

    /// <summary>
    /// For how long of its opening hours a place may have no gate that is there before it is done wrongly, 10 min to 30
    /// days, default 24 h.
    /// </summary>
    [Range(typeof(TimeSpan), "00:10:00", "30.00:00:00")]
    public TimeSpan WrongAfter { get; set; } = TimeSpan.FromHours(24);

    /// <summary>What a place is that records one direction only; default <see cref="OneWayPolicy.Wrong"/>.</summary>
    public OneWayPolicy OneWay { get; set; } = OneWayPolicy.Wrong;

    /// <summary>
    /// Public holidays beside 1 January, 30 April, 1 May and 2 September, as <c>2026-02-17</c>; at most 1000. Opening
    /// hours call them PH. One that is missing is a working day: gates that are off then are alerted.
    /// </summary>
    [MaxLength(1000)]
    public string[] Holidays { get; set; } = [];

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        string? problem = null;
        try
        {
            _ = CheckIn.Time.Holidays.Parse(Holidays);
        }
        catch (FormatException e)
        {
            problem = e.Message;
        }
        if (problem is not null)
            yield return new ValidationResult($"Sites:Holidays: {problem}.", [nameof(Holidays)]);
    }
}
