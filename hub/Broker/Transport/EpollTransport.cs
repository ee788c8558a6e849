using System.Net;
using Microsoft.AspNetCore.Connections;

namespace CheckIn.Hub.Broker.Transport;

/// <summary>Where plain MQTT is listened for; the type tells Kestrel which transport is to listen.</summary>
internal sealed class PlainMqttEndPoint(IPEndPoint endPoint) : IPEndPoint(endPoint.Address, endPoint.Port);

/// <summary>
/// The transport of plain MQTT. Kestrel's own asks a socket whether it has something and then receives, and hands all
/// of it through a pair of pipes; with messages of 300 bytes that is a third of the work, and with an idle client most
/// of what it takes. Only on Linux: elsewhere Kestrel's serves.
/// </summary>
internal sealed class EpollTransport(TimeProvider time, ILogger<EpollTransport> log)
    : IConnectionListenerFactory, IConnectionListenerFactorySelector, IDisposable
{
    private const int MostPollers = 16;
    private readonly Lock _starting = new();
    private EpollPoller[]? _pollers;

    public bool CanBind(EndPoint endpoint) => OperatingSystem.IsLinux() && endpoint is PlainMqttEndPoint;

    public ValueTask<IConnectionListener> BindAsync(EndPoint endpoint, CancellationToken cancellationToken = default)
    {
        lock (_starting)
        {
            var count = Math.Clamp(Environment.ProcessorCount / 2, 1, MostPollers);
            _pollers ??= [.. Enumerable.Range(1, count).Select(number => new EpollPoller(number, log))];
        }
        return new(new EpollListener((IPEndPoint)endpoint, _pollers, time, log));
    }

    /// <summary>Once nothing is connected any more.</summary>
    public void Dispose()
    {
        foreach (var poller in _pollers ?? [])
            poller.Dispose();
        _pollers = null;
    }
}
