using System.Net;
using CheckIn.Hub.Broker;
using CheckIn.Hub.Web;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Options;

namespace CheckIn.Hub.Accounts;

/// <summary>What stands before the path of a one-time link.</summary>
internal sealed class LinkAddress(
    IOptions<AccountsOptions> accounts, IOptions<WebOptions> web, IServer server, BrokerEndPoint mqtt)
{
    /// <summary>As it is set; null = as the hub was reached by who asked.</summary>
    internal Uri? Set => accounts.Value.Address;

    /// <summary>Where pages are, as far as the hub knows by itself.</summary>
    internal Uri Own => Set ?? OfThisMachine();

    private Uri OfThisMachine()
    {
        var listening = web.Value.EndPoint;
        var port = listening.Port != 0 ? listening.Port
            : (server.Features.Get<IServerAddressesFeature>()?.Addresses ?? [])
                .Select(static text => BindingAddress.Parse(text))
                .Where(address => address.Scheme == "http" && address.Port != mqtt.Bound?.Port)
                .Select(static address => address.Port).FirstOrDefault();
        var host = listening.Address.Equals(IPAddress.Any) || listening.Address.Equals(IPAddress.IPv6Any)
            ? "localhost" : new IPEndPoint(listening.Address, 0).ToString()[..^2];
        return new Uri($"http://{host}:{port}/");
    }
}
