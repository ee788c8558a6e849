using System.ComponentModel.DataAnnotations;
using System.Net;
using CheckIn.Hub.Authority;
using CheckIn.Hub.Web.Defence;

namespace CheckIn.Hub.Web;

/// <summary>Section <c>Web</c>.</summary>
public sealed class WebOptions : IValidatableObject
{
    /// <summary>
    /// Address and port of page and API without encryption. Default 127.0.0.1:8080; loopback only: passwords and
    /// sessions cross no network in the clear.
    /// </summary>
    [Required]
    public string Listen { get; set; } = "127.0.0.1:8080";

    /// <summary>
    /// Address and port of the same over HTTPS, of this machine or of every address (0.0.0.0:443). Default none; needs
    /// <see cref="Certificate"/>.
    /// </summary>
    public string? TlsListen { get; set; }

    /// <summary>
    /// What browsers see, PEM with its chain: another certificate than what gates see. Watched, and taken up when it is
    /// replaced.
    /// </summary>
    public string? Certificate { get; set; }

    /// <summary>The certificate's private key, PEM. Default: it stands in the certificate's file.</summary>
    public string? Key { get; set; }

    /// <summary>
    /// Names and addresses, without port, by which page and API may be asked, besides localhost and the loopback
    /// addresses, the names in <see cref="Certificate"/> and Enrolment:Address. Default none; at most 50. A request for
    /// any other name is refused, so that a name of somebody else's that points here reads nothing.
    /// </summary>
    [MaxLength(50)]
    public string[] Hosts { get; set; } = [];

    /// <summary>
    /// Addresses of forwarders before the hub (such as nginx on this machine: 127.0.0.1) which say for whom they ask in
    /// X-Forwarded-For and X-Forwarded-Proto. Default none: those headers are then not read; at most 20. What such a
    /// forwarder says is believed, so it must set both itself.
    /// </summary>
    [MaxLength(20)]
    public string[] Proxies { get; set; } = [];

    /// <summary>What one who asks may take up of the hub.</summary>
    public WebLimits Limits { get; set; } = new();

    internal IPEndPoint EndPoint => IPEndPoint.Parse(Listen);

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        foreach (var problem in Problems())
            yield return new ValidationResult(problem);
    }

    private IEnumerable<string> Problems()
    {
        if (EndPointProblem("Web:Listen", Listen, "127.0.0.1:8080") is { } problem)
            yield return problem;
        else if (!IPAddress.IsLoopback(EndPoint.Address))
        {
            yield return $"Web:Listen is '{Listen}', which other machines could reach, and what is said there could be "
                + "read on the way, passwords too; use a loopback address such as 127.0.0.1:8080, and Web:TlsListen "
                + "with Web:Certificate for others.";
        }
        foreach (var host in Hosts.Where(static host => Uri.CheckHostName(host.Trim('[', ']')) == UriHostNameType.Unknown))
            yield return $"Web:Hosts has '{host}'; it must be a name or an address without port, such as hub.example.";
        foreach (var proxy in Proxies.Where(static proxy => !IPAddress.TryParse(proxy, out _)))
            yield return $"Web:Proxies has '{proxy}'; it must be one address such as 127.0.0.1.";
        if (TlsProblem() is { } tls)
            yield return tls;
    }

    private string? TlsProblem()
    {
        if (TlsListen is null)
            return null;
        if (EndPointProblem("Web:TlsListen", TlsListen, "0.0.0.0:8444") is { } problem)
            return problem;
        if (Certificate is null)
            return $"Web:TlsListen is '{TlsListen}', but Web:Certificate names no certificate.";
        return PemCertificate.Problem(Certificate, Key) is { } unusable ? $"Web:Certificate is {unusable}" : null;
    }

    private static string? EndPointProblem(string setting, string text, string example) =>
        IPEndPoint.TryParse(text, out _) && text.Contains(':', StringComparison.Ordinal)
            ? null : $"{setting} is '{text}'; it must be an address and port such as {example}.";
}
