using CheckIn.Hub.Authority;

namespace CheckIn.Hub.Fleet;

/// <summary>A copy is worth nothing any more once the certificate that it bears is revoked.</summary>
internal sealed class CopyClearing(FleetRegistry fleet, GateIdentities identities) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        identities.Revoked += Clear;
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        identities.Revoked -= Clear;
        return Task.CompletedTask;
    }

    private void Clear(string gate, IReadOnlyList<string> serials) => fleet.OnRevoked(gate);
}
