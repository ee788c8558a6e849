using System.ComponentModel.DataAnnotations;

namespace CheckIn.Gate.Enrolment;

/// <summary>Section <c>Enrolment</c>.</summary>
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
}
