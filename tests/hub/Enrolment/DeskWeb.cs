using CheckIn.Fixtures;
using CheckIn.Hub.Authority;
using CheckIn.Hub.Broker;
using CheckIn.Hub.Tests.Authority;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace CheckIn.Hub.Tests.Enrolment;

/// <summary>Page and API of a hub that serves gates too.</summary>
internal static class DeskWeb
{
    internal static HttpClient Of(GatesHost hub) =>
        new(new OperatorHandler()) { BaseAddress = Address(hub), Timeout = TimeSpan.FromSeconds(20) };

    internal static Uri Address(GatesHost hub)
    {
        int?[] others = [hub.Get<BrokerEndPoint>().Bound?.Port, hub.MqttPort, hub.Get<GatesEndPoint>().Bound?.Port];
        return hub.Get<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses
            .Select(text => new Uri(text)).First(uri => !others.Contains(uri.Port));
    }
}
