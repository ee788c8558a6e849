using System.Text.Json;
using CheckIn.Contract;
using CheckIn.Hub.Broker;
using CheckIn.Mqtt;
using CheckIn.Time;
using Microsoft.Extensions.Options;

namespace CheckIn.Hub.Fleet;

/// <summary>
/// Says on <c>hub/state</c>, retained, that the hub is there, and that it goes; and every minute in between what time
/// it is, because on a closed network that is the only time there is. It says as well how far the hub itself knows it.
/// </summary>
internal sealed class HubAnnouncement(
    IMessageBus bus, IOptions<FleetOptions> options, TimeProvider time, ILogger<HubAnnouncement> logger)
    : BackgroundService
{
    private static readonly TimeSpan FarewellTakesAtMost = TimeSpan.FromSeconds(1);
    private bool? _isSynchronised;

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await SayAsync(true, cancellationToken);
        await base.StartAsync(cancellationToken);
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        // Said even when others have used up the time there is to stop: gates wait for the hub differently then.
        using var patience = new CancellationTokenSource(FarewellTakesAtMost, time);
        try
        {
            await SayAsync(false, patience.Token);
        }
        catch (Exception e) when (e is MqttException or OperationCanceledException)
        {
            Log.NotAnnounced(logger, e.Message);
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(options.Value.AnnounceEvery, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
                await TrySayAsync(stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The hub stops, and says so next.
        }
    }

    private async Task TrySayAsync(CancellationToken cancellation)
    {
        try
        {
            await SayAsync(true, cancellation);
        }
        catch (MqttException e)
        {
            Log.NotAnnounced(logger, e.Message);
        }
    }

    private Task SayAsync(bool online, CancellationToken cancellation)
    {
        var quality = KernelClock.Read();
        var isSynchronised = quality is not null;
        if (isSynchronised != _isSynchronised)
        {
            _isSynchronised = isSynchronised;
            Log.ClockOfHub(logger, isSynchronised ? "synchronised" : "not synchronised, and gates without a source of "
                + "their own follow it all the same: set up NTP or another source on this machine");
        }
        var state = new HubStateMessage(online, time.GetUtcNow().ToUnixTimeMilliseconds(), quality);
        var payload = JsonSerializer.SerializeToUtf8Bytes(state, ContractJson.Default.HubStateMessage);
        return bus.PublishAsync(
            new MqttMessage(Topics.HubState, payload) { Retain = true, ContentType = ContentTypes.HubState },
            cancellation).AsTask();
    }
}
