using System.Net;
using System.Security.Cryptography.X509Certificates;
using CheckIn.Hub.Authority;
using CheckIn.Hub.Enrolment;
using Microsoft.Extensions.Options;

namespace CheckIn.Hub.Web.Defence;

/// <summary>
/// The names by which page and API may be asked. Somebody can have a name of his own point to this machine and so make
/// the hub's answers those of his own site, to be read by his page (DNS rebinding); asked by that name, the hub answers
/// nothing. The port is not looked at: forwarders and tunnels have others.
/// </summary>
internal sealed class HostNames
{
    private readonly HashSet<string> _said = new(StringComparer.OrdinalIgnoreCase) { "localhost" };
    private volatile Certified? _certified;

    public HostNames(IOptions<WebOptions> web, IOptions<EnrolmentOptions> enrolment)
    {
        foreach (var host in web.Value.Hosts)
            _said.Add(Bare(host));
        if (enrolment.Value.Address is { Length: > 0 } address
            && Uri.TryCreate("https://" + address, UriKind.Absolute, out var uri))
            _said.Add(Bare(uri.Host));
    }

    /// <summary>What browsers see over TLS; null = none.</summary>
    internal PemCertificate? Certificate { get; set; }

    internal Task JudgeAsync(HttpContext http, RequestDelegate next)
    {
        var host = http.Request.Host.Host;
        // Gates have checked whom they talk to, and shown who they are.
        if (GateDoor.IsFor(http) || Admits(host))
            return next(http);
        http.Response.StatusCode = host.Length == 0
            ? StatusCodes.Status400BadRequest : StatusCodes.Status421MisdirectedRequest;
        return Task.CompletedTask;
    }

    internal bool Admits(string host)
    {
        var bare = Bare(host);
        if (bare.Length == 0)
            return false;
        if (_said.Contains(bare) || (IPAddress.TryParse(bare, out var address) && IPAddress.IsLoopback(address)))
            return true;
        return Certificate?.Current.Certificate is { } certificate && NamesOf(certificate).Any(name => IsMeant(name, bare));
    }

    /// <summary>A certificate's star stands for one label, and the first.</summary>
    private static bool IsMeant(string name, string host) => name.StartsWith("*.", StringComparison.Ordinal)
        ? host.IndexOf('.', StringComparison.Ordinal) is > 0 and var dot
            && host.AsSpan(dot).Equals(name.AsSpan(1), StringComparison.OrdinalIgnoreCase)
        : name.Equals(host, StringComparison.OrdinalIgnoreCase);

    private string[] NamesOf(X509Certificate2 certificate)
    {
        if (_certified is { } last && ReferenceEquals(last.Certificate, certificate))
            return last.Names;
        var named = certificate.Extensions.OfType<X509SubjectAlternativeNameExtension>().ToArray();
        var names = named.SelectMany(static one => one.EnumerateDnsNames())
            .Concat(named.SelectMany(static one => one.EnumerateIPAddresses()).Select(static address => address.ToString()))
            .ToArray();
        _certified = new(certificate, names);
        return names;
    }

    private static string Bare(string host) => host.Trim('[', ']').TrimEnd('.');

    private sealed record Certified(X509Certificate2 Certificate, string[] Names);
}
