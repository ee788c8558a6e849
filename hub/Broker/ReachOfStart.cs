using Microsoft.Extensions.Options;

namespace CheckIn.Hub.Broker;

/// <summary>
/// The hub's own endpoint listens when everything has started, and gates are cut off when the hub stops; the link to an
/// external server says itself when it stands.
/// </summary>
internal sealed class ReachOfStart(HubReach reach, IOptions<BrokerOptions> options) : IHostedLifecycleService
{
    public Task StartingAsync(CancellationToken cancellationToken)
    {
        reach.KeepsConnections = options.Value.Mode == BrokerMode.External;
        reach.Close();
        return Task.CompletedTask;
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken)
    {
        if (!reach.KeepsConnections)
            reach.Open();
        return Task.CompletedTask;
    }

    public Task StoppingAsync(CancellationToken cancellationToken)
    {
        reach.Close();
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
