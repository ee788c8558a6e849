using System.ComponentModel.DataAnnotations;
using System.Net;
using CheckIn.Hub.Authority;

namespace CheckIn.Hub.Web;

/// <summary>Section <c>Web</c>.</summary>
public sealed class WebOptions : IValidatableObject
{
    /// <summary>
    /// Address and port of page and API. Default 127.0.0.1:8080; loopback only, because nobody signs in yet.
    /// </summary>
    [Required]
    public string Listen { get; set; } = "127.0.0.1:8080";

    /// <summary>
    /// Address and port of the same over HTTPS. Default none; needs <see cref="Certificate"/>; loopback only, for the
    /// same reason.
    /// </summary>
    public string? TlsListen { get; set; }

    /// <summary>
    /// What browsers see, PEM with its chain: another certificate than what gates see. Watched, and taken up when it is
    /// replaced.
    /// </summary>
    public string? Certificate { get; set; }

    /// <summary>The certificate's private key, PEM. Default: it stands in the certificate's file.</summary>
    public string? Key { get; set; }

    internal IPEndPoint EndPoint => IPEndPoint.Parse(Listen);

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Problem("Web:Listen", Listen, "127.0.0.1:8080") is { } problem)
            yield return new ValidationResult(problem);
        if (TlsListen is null)
            yield break;
        if (Problem("Web:TlsListen", TlsListen, "127.0.0.1:8444") is { } tlsProblem)
            yield return new ValidationResult(tlsProblem);
        if (Certificate is null)
            yield return new ValidationResult($"Web:TlsListen is '{TlsListen}', but Web:Certificate names no "
                + "certificate.");
        else if (PemCertificate.Problem(Certificate, Key) is { } unusable)
            yield return new ValidationResult($"Web:Certificate is {unusable}");
    }

    private static string? Problem(string setting, string text, string example)
    {
        if (!IPEndPoint.TryParse(text, out var endPoint) || !text.Contains(':', StringComparison.Ordinal))
            return $"{setting} is '{text}'; it must be an address and port such as {example}.";
        return IPAddress.IsLoopback(endPoint.Address) ? null
            : $"{setting} is '{text}', which other machines could reach, and nobody has to sign in yet; use a loopback "
                + $"address such as {example}, and an encrypted tunnel to it.";
    }
}
