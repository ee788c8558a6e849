using System.Net;
using System.Net.Security;
using System.Security.Authentication;
using CheckIn.Hub.Authority;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.Options;

namespace CheckIn.Hub.Web;

/// <summary>Has Kestrel listen for page and API where Web:Listen and TlsListen say.</summary>
internal sealed class WebListener(IOptions<WebOptions> web, WatchedCertificates watched)
    : IConfigureOptions<KestrelServerOptions>
{
    public void Configure(KestrelServerOptions options)
    {
        options.Listen(web.Value.EndPoint);
        if (web.Value is not { TlsListen: { } listen, Certificate: { } path })
            return;
        var certificate = watched.Open("web", "Web:Certificate", path, web.Value.Key);
        options.Listen(IPEndPoint.Parse(listen), listener => listener.UseHttps(new TlsHandshakeCallbackOptions
        {
            OnConnection = _ => new(new SslServerAuthenticationOptions
            {
                ServerCertificateContext = certificate.Current.Context,
                EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
            }),
        }));
    }
}
