using System.Threading.Channels;
using CheckIn.Hub.Broker;
using CheckIn.Hub.Fleet;
using CheckIn.Hub.Fleet.Offline;
using CheckIn.Hub.Settings;
using CheckIn.Hub.Sites;
using CheckIn.Mqtt;
using Microsoft.Extensions.Options;

namespace CheckIn.Hub.HomeAssistant;

/// <summary>
/// Keeps the descriptions of gates for Home Assistant as the fleet is. The first round tells all, and takes out every
/// gate that is known and not among them, whatever an earlier start told; after that it looks from time to time and
/// tells what is another. A gate that leaves, or is no longer in the scope, is taken out with an empty retained
/// message. What could not be published is tried again in the next round.
/// </summary>
internal sealed class DiscoveryKeeper(
    FleetRegistry fleet, GatePlaces places, SiteRegister sites, IMessageBus bus, IOptions<HomeAssistantOptions> options,
    TimeProvider time, ILogger<DiscoveryKeeper> logger) : BackgroundService
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(15);
    private readonly string _version = typeof(DiscoveryKeeper).Assembly.GetName().Version?.ToString(3) ?? "";
    private readonly Dictionary<string, HomeDevice> _told = new(StringComparer.Ordinal);
    private readonly Channel<bool> _due = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private bool _isFirst = true;
    private int _beyond;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (options.Value is { Enabled: false, Withdraw: false })
            return;
        await Task.Yield();
        fleet.PresenceChanged += OnPresence;
        try
        {
            await RoundAsync(stoppingToken);
            while (options.Value.Enabled || _isFirst)
            {
                await WaitAsync(stoppingToken);
                await RoundAsync(stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The hub stops; what is retained stays, and its availability says that the hub is gone.
        }
        finally
        {
            fleet.PresenceChanged -= OnPresence;
        }
    }

    /// <summary>Who comes for the first time or leaves for good is told of at once.</summary>
    private void OnPresence(PresenceChange change)
    {
        if (change.Before.State is PresenceState.NeverSeen or PresenceState.Revoked
            || change.After.State is PresenceState.Revoked)
            _due.Writer.TryWrite(true);
    }

    private async Task WaitAsync(CancellationToken cancellation)
    {
        try
        {
            await _due.Reader.WaitToReadAsync(cancellation).AsTask().WaitAsync(LookEvery, time, cancellation);
            _due.Reader.TryRead(out _);
        }
        catch (TimeoutException)
        {
            // Nobody came or left: names, places and versions may be others all the same.
        }
    }

    private async Task RoundAsync(CancellationToken cancellation)
    {
        try
        {
            var (gates, standing) = (fleet.Gates(), places.Now());
            var wanted = Wanted(gates, standing);
            if (_isFirst)
            {
                foreach (var gate in gates.Select(static gate => gate.Id).Union(standing.Keys).Except(wanted.Keys))
                    await PublishAsync(gate, null, cancellation);
            }
            foreach (var gone in _told.Keys.Where(gate => !wanted.ContainsKey(gate)).ToArray())
                await TakeOutAsync(gone, cancellation);
            foreach (var device in wanted.Values.Where(device => _told.GetValueOrDefault(device.Gate) != device))
                await TellAsync(device, cancellation);
            _isFirst = false;
        }
        catch (Exception e) when (e is MqttException or Storage.DatabaseException)
        {
            Log.NotTold(logger, e.Message, LookEvery);
        }
    }

    private Dictionary<string, HomeDevice> Wanted(
        IReadOnlyList<GateStatus> gates, IReadOnlyDictionary<string, GatePlace> standing)
    {
        if (!options.Value.Enabled)
            return [];
        var (devices, beyond) = HomeDevice.Choose(
            gates, standing, sites.Tree, FleetScopeWords.Read(options.Value.Scope)!, HubZone.DayOf(time.GetUtcNow()),
            options.Value.MostGates);
        if (beyond > 0 && _beyond == 0)
            Log.TooMany(logger, devices.Count, beyond);
        _beyond = beyond;
        return devices.ToDictionary(static device => device.Gate, StringComparer.Ordinal);
    }

    private async Task TellAsync(HomeDevice device, CancellationToken cancellation)
    {
        await PublishAsync(device.Gate, device, cancellation);
        _told[device.Gate] = device;
    }

    private async Task TakeOutAsync(string gate, CancellationToken cancellation)
    {
        await PublishAsync(gate, null, cancellation);
        _told.Remove(gate);
    }

    private ValueTask PublishAsync(string gate, HomeDevice? device, CancellationToken cancellation) => bus.PublishAsync(
        new MqttMessage(
            DiscoveryTopics.Of(options.Value.Prefix, gate),
            device is null ? [] : DeviceDiscovery.Write(device, _version))
        { Retain = true }, cancellation);
}
