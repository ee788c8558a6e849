using System.Net;

namespace CheckIn.Settings;

/// <summary>What a gate's <c>Uplink:Hub</c> may be.</summary>
public static class MqttEndpoint
{
    /// <summary>Whether it is <c>mqtts://host:port</c> or <c>mqtt://host:port</c>.</summary>
    public static bool IsOne(Uri address) =>
        address.IsAbsoluteUri && address.Scheme is "mqtt" or "mqtts" && address.AbsolutePath.Length <= 1;

    /// <summary>Whether events would leave the machine unencrypted.</summary>
    public static bool IsInTheClear(Uri address) => address.Scheme == "mqtt" && !IsLoopback(address.Host);

    private static bool IsLoopback(string host) =>
        host == "localhost" || (IPAddress.TryParse(host, out var address) && IPAddress.IsLoopback(address));
}
