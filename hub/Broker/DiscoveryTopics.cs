using CheckIn.Contract;

namespace CheckIn.Hub.Broker;

/// <summary>
/// Where Home Assistant finds devices, <c>{prefix}/device/checkin-{gate}/config</c>: the hub's alone to publish on,
/// whatever the prefix, since who publishes there says what a house takes a gate for; and to read for who sees the
/// gate.
/// </summary>
internal static class DiscoveryTopics
{
    /// <summary>All of them, as a filter.</summary>
    internal const string Filter = "+/device/+/config";
    private const string Device = "/device/checkin-", Config = "/config";

    internal static string Of(string prefix, string gate) => prefix + Device + gate + Config;

    /// <summary>The gate that it describes; empty = it is no such topic.</summary>
    internal static ReadOnlySpan<char> GateOf(ReadOnlySpan<char> topic)
    {
        var slash = topic.IndexOf('/');
        if (slash <= 0 || !topic[slash..].StartsWith(Device, StringComparison.Ordinal)
            || !topic.EndsWith(Config, StringComparison.Ordinal))
            return default;
        var rest = topic[(slash + Device.Length)..];
        var gate = rest.Length > Config.Length ? rest[..^Config.Length] : default;
        return GateId.IsValid(gate) ? gate : default;
    }
}
