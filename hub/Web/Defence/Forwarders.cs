using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.Extensions.Options;

namespace CheckIn.Hub.Web.Defence;

/// <summary>
/// Behind a forwarder every request comes from the forwarder; from where it really is, and whether it was encrypted on
/// its way, the forwarder says. Only those in Web:Proxies are believed, hop by hop from the hub outwards.
/// </summary>
internal sealed class Forwarders(IOptions<WebOptions> web) : IConfigureOptions<ForwardedHeadersOptions>
{
    public void Configure(ForwardedHeadersOptions options)
    {
        options.KnownProxies.Clear();
        options.KnownIPNetworks.Clear();
        options.ForwardedHeaders = web.Value.Proxies.Length == 0
            ? ForwardedHeaders.None : ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto;
        options.ForwardLimit = null;
        foreach (var proxy in web.Value.Proxies)
            options.KnownProxies.Add(IPAddress.Parse(proxy));
    }
}
