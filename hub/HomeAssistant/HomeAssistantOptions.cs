using System.ComponentModel.DataAnnotations;
using CheckIn.Hub.Sites;

namespace CheckIn.Hub.HomeAssistant;

/// <summary>Gates as devices of Home Assistant; section <c>HomeAssistant</c>.</summary>
public sealed class HomeAssistantOptions : IValidatableObject
{
    /// <summary>Whether gates are described for Home Assistant. Default false.</summary>
    public bool Enabled { get; set; }

    /// <summary>
    /// Takes out at the start what an earlier start has described, of every gate. Default false; not together with
    /// <see cref="Enabled"/>.
    /// </summary>
    public bool Withdraw { get; set; }

    /// <summary>
    /// Home Assistant's discovery prefix, one level of 1 to 64 letters, digits, "-" and "_", default
    /// <c>homeassistant</c>.
    /// </summary>
    [RegularExpression(
        "^[A-Za-z0-9_-]{1,64}$", ErrorMessage = "{0} is one level of a topic: letters, digits, - and _.")]
    public string Prefix { get; set; } = "homeassistant";

    /// <summary>Which gates: <c>hub</c>, <c>node:CODE</c>, <c>group:DIMENSION=VALUE</c>, <c>site:CODE</c> or
    /// <c>gate:ID</c>; default <c>hub</c>, all of them.</summary>
    public string Scope { get; set; } = FleetScopeWords.Hub;

    /// <summary>
    /// Most gates, 1 to 20,000, default 500, the first ones by id. Home Assistant keeps a dozen entities for each, and
    /// slows down with some ten thousand of them.
    /// </summary>
    [Range(1, 20_000)]
    public int MostGates { get; set; } = 500;

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (FleetScopeWords.Read(Scope) is null)
        {
            yield return new ValidationResult(
                $"Scope is '{Scope}', which is none: hub, node:CODE, group:DIMENSION=VALUE, site:CODE or gate:ID.",
                [nameof(Scope)]);
        }
        if (Prefix == "checkin")
            yield return new ValidationResult("Prefix is 'checkin', which is the product's own.", [nameof(Prefix)]);
        if (Enabled && Withdraw)
            yield return new ValidationResult("Enabled and Withdraw are both true: one of them.", [nameof(Withdraw)]);
    }
}
