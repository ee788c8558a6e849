using CheckIn.Gate.Journal;
using CheckIn.Gate.Supervision;
using Microsoft.Extensions.Options;

namespace CheckIn.Gate.Uplink;

/// <summary>
/// The journal's way to the hub. It only ever reads the journal and moves its delivered mark; lanes neither wait for it
/// nor hear of it, so losing or regaining the link cannot touch a decision or a relay. A connection that held for a
/// minute resets the waits between connections; one that broke sooner lets them grow.
/// </summary>
internal sealed class Uplink(
    GateJournal journal, IOptions<UplinkOptions> options, GateIdentity gate, TimeProvider time, ILogger<Uplink> logger,
    Liveness? liveness = null)
    : BackgroundService
{
    private static readonly TimeSpan Stable = TimeSpan.FromMinutes(1);
    private readonly DeliveryPace _pace = new();

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var reconnect = ReconnectPolicy.Create(
            options.Value, time, (e, wait) =>
            {
                gate.Link.Lost(e?.Message ?? "ended");
                Log.Reconnecting(logger, e?.Message ?? "ended", wait, journal.Backlog);
            });
        try
        {
            while (!stoppingToken.IsCancellationRequested)
                await reconnect.ExecuteAsync(RunOnceAsync, stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The host stops: the session has said goodbye.
        }
    }

    private async ValueTask RunOnceAsync(CancellationToken stopping)
    {
        var began = time.GetTimestamp();
        var session = await journal.NextSessionAsync();
        var connection = new HubSession(journal, options.Value, gate, _pace, session, time, logger, liveness);
        string why;
        try
        {
            why = await connection.RunAsync(stopping);
        }
        catch (Mqtt.MqttException e) when (time.GetElapsedTime(began) >= Stable)
        {
            why = e.Message;
        }
        if (stopping.IsCancellationRequested)
            return;
        if (time.GetElapsedTime(began) < Stable)
            throw new Mqtt.MqttException(why) { ReasonCode = (byte?)connection.EndReason };
        gate.Link.Lost(why);
        Log.Ended(logger, why, journal.Backlog);
        // A hub that stops loses all its gates in one moment; they must not come back in one.
        await Task.Delay(ReconnectPolicy.Wait(0, options.Value.ReconnectCap, connection.EndReason,
            Random.Shared.NextDouble()), time, stopping);
    }
}
