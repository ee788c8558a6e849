using CheckIn.Hub.Broker;
using CheckIn.Hub.Enrolment;
using CheckIn.Hub.Events;
using Microsoft.Extensions.Options;

namespace CheckIn.Hub.Authority;

/// <summary>
/// Makes or opens the authority before anybody is served, so that what is wrong with it is said at the start; then
/// looks after it once a minute: what another process has replaced, what comes to its end, a list that is due.
/// </summary>
internal sealed class AuthorityKeeper(
    CertificateAuthority authority, GateIdentities identities, GateTls tls, WatchedCertificates watched,
    CertificateMetrics metrics, EventStore store, IOptions<BrokerOptions> broker, IOptions<EnrolmentOptions> enrolment,
    TimeProvider time, ILogger<AuthorityKeeper> logger)
    : BackgroundService
{
    private static readonly TimeSpan Round = TimeSpan.FromMinutes(1);

    /// <exception cref="AuthorityException">It cannot be used.</exception>
    internal void Open()
    {
        if (!IsNeeded)
            return;
        _ = authority.Root;
        if (!File.Exists(authority.Files.Revoked))
            identities.WriteList();
    }

    public override Task StartAsync(CancellationToken cancellationToken)
    {
        Open();
        metrics.Watch(authority, identities, store, time);
        return base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await Task.WhenAll(identities.KeepSeenAsync(stoppingToken), LookAfterAsync(stoppingToken))
                .ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The hub stops.
        }
    }

    /// <summary>Some listener of gates relies on it.</summary>
    private bool IsNeeded => tls.IsOwn && (enrolment.Value.Listen is not null
        || (broker.Value.Mode == BrokerMode.Embedded && broker.Value.TlsListen is not null));

    private async Task LookAfterAsync(CancellationToken stopping)
    {
        using var timer = new PeriodicTimer(Round, time);
        while (await timer.WaitForNextTickAsync(stopping).ConfigureAwait(false))
            LookAfter();
    }

    private void LookAfter()
    {
        try
        {
            var isAnother = authority.Exists && authority.LookAfter();
            if (isAnother)
                tls.Forget();
            watched.Look();
            if (isAnother || identities.IsListDue)
                identities.WriteList();
        }
        // What is in memory serves on; files that somebody is just mending are no reason to stop.
        catch (Exception e) when (e is AuthorityException or IOException or UnauthorizedAccessException)
        {
            Log.NotLookedAfter(logger, e.Message);
        }
    }
}
