using System.Net;
using CheckIn.Hub.Enrolment;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace CheckIn.Hub.Web.Defence;

/// <summary>
/// Bounds the connections to page and API, in all and of one address, so that who opens them without asking anything
/// takes them from himself and not from others. Counted before the handshake, which is what costs.
/// </summary>
internal sealed class WebConnections(WebOptions web)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, int> _byAddress = new(StringComparer.Ordinal);
    private readonly HashSet<IPAddress> _forwarders = [.. web.Proxies.Select(IPAddress.Parse)];
    private int _all;

    internal void Bound(ListenOptions listener) => listener.Use(next => async connection =>
    {
        var remote = (connection.RemoteEndPoint as IPEndPoint)?.Address;
        var network = remote is null || _forwarders.Contains(remote) ? null : GateLimits.Attempts.NetworkOf(remote);
        if (!Enter(network))
        {
            connection.Abort();
            return;
        }
        try
        {
            await next(connection).ConfigureAwait(false);
        }
        finally
        {
            Leave(network);
        }
    });

    private bool Enter(string? network)
    {
        lock (_lock)
        {
            var its = network is null ? 0 : _byAddress.GetValueOrDefault(network);
            if (_all >= web.Limits.Connections || its >= web.Limits.ConnectionsPerAddress)
                return false;
            _all++;
            if (network is not null)
                _byAddress[network] = its + 1;
            return true;
        }
    }

    private void Leave(string? network)
    {
        lock (_lock)
        {
            _all--;
            if (network is not null && --_byAddress[network] == 0)
                _byAddress.Remove(network);
        }
    }
}
