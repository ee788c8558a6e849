using System.Net;
using System.Net.Security;
using System.Security.Authentication;
using CheckIn.Hub.Authority;
using CheckIn.Hub.Web.Defence;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.Options;

namespace CheckIn.Hub.Web;

/// <summary>Has Kestrel listen for page and API where Web:Listen and TlsListen say.</summary>
internal sealed class WebListener(IOptions<WebOptions> web, WatchedCertificates watched, HostNames names)
    : IConfigureOptions<KestrelServerOptions>
{
    public void Configure(KestrelServerOptions options)
    {
        var connections = new WebConnections(web.Value);
        options.Listen(web.Value.EndPoint, connections.Bound);
        if (web.Value is not { TlsListen: { } listen, Certificate: { } path })
            return;
        var certificate = watched.Open("web", "Web:Certificate", path, web.Value.Key);
        names.Certificate = certificate;
        options.Listen(IPEndPoint.Parse(listen), listener =>
        {
            connections.Bound(listener);
            listener.UseHttps(new TlsHandshakeCallbackOptions
            {
                OnConnection = _ => new(new SslServerAuthenticationOptions
                {
                    ServerCertificateContext = certificate.Current.Context,
                    EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
                }),
            });
        });
    }
}
