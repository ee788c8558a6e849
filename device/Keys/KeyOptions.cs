using System.ComponentModel.DataAnnotations;
using CheckIn.Gate.Settings;

namespace CheckIn.Gate.Keys;

/// <summary>Section <c>Keys</c>.</summary>
[OwnSetting]
public sealed class KeyOptions
{
    /// <summary>
    /// Where keys are kept, mode 700. Default <c>data/keys</c>. Its sub-directory <c>tracing-private</c> opens what the
    /// gate seals until enrolment: move its files to a safe place, the gate does not need them.
    /// </summary>
    [Required]
    public string Directory { get; set; } = "data/keys";
}
