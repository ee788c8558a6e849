using System.Net;
using CheckIn.Hub.Broker;
using CheckIn.Hub.Enrolment;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Options;

namespace CheckIn.Hub.Authority;

/// <summary>Has Kestrel listen for gates' HTTPS where Enrolment:Listen says.</summary>
internal sealed class GatesListener(
    IOptions<EnrolmentOptions> enrolment, IOptions<BrokerOptions> broker, GatesEndPoint endPoint,
    IServiceProvider services)
    : IConfigureOptions<KestrelServerOptions>
{
    public void Configure(KestrelServerOptions options)
    {
        if (enrolment.Value.Listen is not { } listen)
            return;
        options.Listen(IPEndPoint.Parse(listen), listener =>
        {
            listener.Protocols = HttpProtocols.Http1;
            OpenConnections.Bound(listener, broker.Value.MaxConnections);
            // Asked for with the first connection: what stands behind it is not there yet.
            listener.UseHttps(GateTls.OfHttps(services.GetRequiredService<GateTls>));
            endPoint.Listener = listener;
        });
    }
}
