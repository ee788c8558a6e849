using System.ComponentModel.DataAnnotations;

namespace CheckIn.Gate.Settings;

/// <summary>Section <c>Gate</c>.</summary>
public sealed class GateOptions
{
    /// <summary>
    /// The gate's id, 1 to 64 of a to z, 0 to 9 and "-". It is the MQTT client id and part of every topic.
    /// </summary>
    [OwnSetting]
    [Required]
    [RegularExpression("^[a-z0-9-]{1,64}$")]
    public string Id { get; set; } = "";

    /// <summary>Name for people, such as "Cổng A2"; default the id.</summary>
    [StringLength(100)]
    public string Name { get; set; } = "";
}
