using System.ComponentModel.DataAnnotations;
using System.Net;

namespace CheckIn.Hub.Web;

/// <summary>Section <c>Web</c>.</summary>
public sealed class WebOptions : IValidatableObject
{
    /// <summary>
    /// Address and port of page and API. Default 127.0.0.1:8080; loopback only, because nobody signs in yet.
    /// </summary>
    [Required]
    public string Listen { get; set; } = "127.0.0.1:8080";

    internal IPEndPoint EndPoint => IPEndPoint.Parse(Listen);

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (!IPEndPoint.TryParse(Listen, out var endPoint) || !Listen.Contains(':', StringComparison.Ordinal))
            yield return new ValidationResult(
                $"Web:Listen is '{Listen}'; it must be an address and port such as 127.0.0.1:8080.");
        else if (!IPAddress.IsLoopback(endPoint.Address))
        {
            yield return new ValidationResult(
                $"Web:Listen is '{Listen}', which other machines could reach, and nobody has to sign in yet; use a loopback "
                + "address such as 127.0.0.1:8080, and an encrypted tunnel to it.");
        }
    }
}
