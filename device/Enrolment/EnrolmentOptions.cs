using System.ComponentModel.DataAnnotations;
using CheckIn.Gate.Settings;

namespace CheckIn.Gate.Enrolment;

/// <summary>Section <c>Enrolment</c>.</summary>
[OwnSetting]
public sealed class EnrolmentOptions
{
    /// <summary>
    /// What enrolment left: key, certificate, the hub's authority, the hub's settings for this gate; mode 700. Default
    /// <c>data/enrolment</c>.
    /// </summary>
    [Required]
    public string Directory { get; set; } = "data/enrolment";

    /// <summary>
    /// A file of claims that a gate without an identity takes up at its start, and then removes. Default
    /// <c>/boot/firmware/checkin-enrol.json</c>, which any computer can write to a card; empty = none.
    /// </summary>
    public string ClaimFile { get; set; } = "/boot/firmware/checkin-enrol.json";

    /// <summary>
    /// How long a hub that does not answer is asked again with the same code, 10 s to 1 day, default 5 min, which is
    /// the life of a code unless the hub says otherwise.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:10", "1.00:00:00")]
    public TimeSpan Patience { get; set; } = TimeSpan.FromMinutes(5);
}
