using System.Security.Authentication;
using CheckIn.Gate.Supervision;
using Polly;
using Polly.Retry;

namespace CheckIn.Gate.Identity;

/// <summary>
/// Keeps the gate's identity: asks the hub what it has for this gate after every connection, when the hub says that
/// there is something, when the connection fails (the hub may say why), and every hour; renews the certificate in
/// time. It stands beside decisions and never in their way: what fails here is told and tried again.
/// </summary>
internal sealed class IdentityService(
    HubAccess access, Provisioning provisioning, Renewal renewal, ProvisionCue cue, Liveness liveness, TimeProvider time,
    ILogger<IdentityService> logger)
    : BackgroundService
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);
    private static readonly TimeSpan BetweenLosses = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan WorkTakesAtMost = TimeSpan.FromMinutes(2);

    /// <summary>Gates that a hub tells something at once do not all ask at once. Tests need not wait for it.</summary>
    internal TimeSpan Spread { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>Completes once the hub has been asked, whatever it said; for tests.</summary>
    internal event Action? Asked;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!Introduce())
            return;
        var asking = Asking();
        using var beat = liveness.Watch("identity", WorkTakesAtMost);
        long? lostAt = null;
        try
        {
            while (true)
            {
                beat.Rest();
                var why = await cue.WaitAsync(Hour * (0.9 + (0.2 * Random.Shared.NextDouble())), time, stoppingToken);
                // A hub that is away is away for every try; one that was there and cuts the gate off may say why.
                if (why == Cue.Lost && lostAt is { } at && time.GetElapsedTime(at) < BetweenLosses)
                    continue;
                lostAt = why == Cue.Lost ? time.GetTimestamp() : null;
                await Task.Delay(Spread * Random.Shared.NextDouble(), time, stoppingToken);
                await AskAsync(asking, why, stoppingToken);
                await RenewAsync(stoppingToken);
                Asked?.Invoke();
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The gate stops.
        }
    }

    /// <summary>False: nobody has enrolled this gate, so there is nothing to keep.</summary>
    private bool Introduce()
    {
        try
        {
            if (access.Certificate is { } own)
                Log.Identity(logger, own.Gate, own.Fingerprint, own.NotAfter);
            return access.Gate is not null;
        }
        catch (AuthenticationException e)
        {
            Log.NotAsked(logger, e.Message);
            return false;
        }
    }

    /// <summary>A hub that is away is not asked over and over: its return is a connection, and a cue.</summary>
    private ResiliencePipeline Asking() => new ResiliencePipelineBuilder { TimeProvider = time }
        .AddRetry(new RetryStrategyOptions
        {
            MaxRetryAttempts = 3,
            BackoffType = DelayBackoffType.Exponential,
            Delay = TimeSpan.FromSeconds(2),
            MaxDelay = TimeSpan.FromMinutes(1),
            UseJitter = true,
            ShouldHandle = new PredicateBuilder().Handle<HttpRequestException>(),
        })
        .Build();

    private async Task AskAsync(ResiliencePipeline asking, Cue why, CancellationToken stopping)
    {
        try
        {
            if (why == Cue.Lost)
                await provisioning.AskAsync(stopping);
            else
                await asking.ExecuteAsync(async ending => await provisioning.AskAsync(ending), stopping);
        }
        catch (Exception e) when (e is HttpRequestException or HubRefusedException or AuthenticationException
            || (e is OperationCanceledException && !stopping.IsCancellationRequested))
        {
            Log.NotAsked(logger, (e.InnerException ?? e).Message);
        }
    }

    private async Task RenewAsync(CancellationToken stopping)
    {
        try
        {
            await renewal.RenewIfDueAsync(stopping);
        }
        catch (AuthenticationException e)
        {
            Log.NotAsked(logger, e.Message);
        }
    }
}
