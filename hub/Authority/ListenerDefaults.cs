using System.Net;

namespace CheckIn.Hub.Authority;

/// <summary>Where gates are listened for when only the hub's address is said (Enrolment:Address).</summary>
internal static class ListenerDefaults
{
    internal const int HttpsPort = CheckIn.Enrolment.EnrolmentCode.DefaultPort;
    internal const int MqttPort = 8883;

    /// <summary>
    /// The port at every address, or at 127.0.0.1 when gates reach the hub on this machine only; null = there is no
    /// address.
    /// </summary>
    internal static string? For(string? address, int port)
    {
        if (address is null || !Uri.TryCreate("https://" + address, UriKind.Absolute, out var uri))
            return null;
        var isLocal = uri.Host == "localhost"
            || (IPAddress.TryParse(uri.DnsSafeHost, out var ip) && IPAddress.IsLoopback(ip));
        return $"{(isLocal ? IPAddress.Loopback : IPAddress.Any)}:{port}";
    }
}
