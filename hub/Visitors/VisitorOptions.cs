using System.ComponentModel.DataAnnotations;
using CheckIn.Contract;

namespace CheckIn.Hub.Visitors;

/// <summary>People who come by invitation, or declare themselves; section <c>Visitors</c>.</summary>
public sealed class VisitorOptions : IValidatableObject
{
    public const string Section = "Visitors";

    /// <summary>
    /// Days for which what a visitor declared is kept after the end of his pass; then it is erased. Default 30, 1 to 365.
    /// </summary>
    [Range(1, 365)]
    public int KeepDays { get; set; } = 30;

    /// <summary>
    /// Codes of sites at which anybody may declare himself at <c>/declare/SITE</c>. Default none, 1,000 at most.
    /// </summary>
    [MaxLength(1000)]
    public string[] OpenSites { get; set; } = [];

    /// <summary>For how long a pass from <c>/declare/SITE</c> is good. Default 1 day, 1 hour to 30 days.</summary>
    [Range(typeof(TimeSpan), "01:00:00", "30.00:00:00")]
    public TimeSpan OpenLife { get; set; } = TimeSpan.FromDays(1);

    /// <summary>
    /// Declarations a day at each of these sites; whoever comes then is sent to the guard. Default 2,000, 1 to 100,000.
    /// </summary>
    [Range(1, 100_000)]
    public int OpenPerDay { get; set; } = 2_000;

    /// <summary>
    /// Declarations, changes and codes a minute from one address (of IPv6 one network of 64 bits). Default 60, 5 to 10,000.
    /// Too low a figure keeps out people who come together over one network.
    /// </summary>
    [Range(5, 10_000)]
    public int PerMinute { get; set; } = 60;

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        foreach (var site in OpenSites.Where(static site => !GateId.IsValid(site)))
        {
            yield return new ValidationResult(
                $"Visitors:OpenSites has '{site}', which is no site's code: 1 to 64 of a to z, 0 to 9 and -.",
                [nameof(OpenSites)]);
        }
    }
}
