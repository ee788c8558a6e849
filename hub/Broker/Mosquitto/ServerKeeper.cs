using System.Collections.Concurrent;
using System.Security.Cryptography.X509Certificates;
using System.Threading.Channels;
using CheckIn.Hub.Authority;
using CheckIn.Hub.Enrolment;
using CheckIn.Hub.Fleet;
using CheckIn.Mqtt;
using Microsoft.Extensions.Options;

namespace CheckIn.Hub.Broker.Mosquitto;

/// <summary>
/// Keeps another MQTT server's files current and makes a revocation hold there. A list of revoked certificates is read
/// by that server when it is told to, and judges handshakes only: connections that stand go on. So with each revocation
/// the list is written with a certificate in it that is revoked for nothing but this, the hub tries until the server
/// refuses that one while it lets its good twin in, and then connects under the gate's name, which ends the gate's
/// connection as MQTT demands of every server. If the server does not take the list, the gate is put out all the same,
/// again and again, and the log says what to do: a server that lost its list would let everybody in who ever was
/// revoked.
/// </summary>
internal sealed class ServerKeeper : BackgroundService
{
    private static readonly TimeSpan Often = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Seldom = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan Recently = TimeSpan.FromDays(1);
    private static readonly TimeSpan SuccessorPatience = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan TwinLife = ServerDoor.Lifetime - TimeSpan.FromHours(1);
    private readonly BrokerOptions _options;
    private readonly EnrolmentOptions _enrolment;
    private readonly CertificateAuthority _authority;
    private readonly GateIdentities _identities;
    private readonly FleetRegistry _fleet;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly ConcurrentDictionary<string, Outcast> _due = new(StringComparer.Ordinal);
    private readonly Channel<bool> _news =
        Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private X509Certificate2? _revoked;
    private X509Certificate2? _good;
    private DateTimeOffset _twinsSince;
    private bool? _isInForce;
    private TimeSpan _inForceAt;

    public ServerKeeper(
        IOptions<BrokerOptions> options, IOptions<EnrolmentOptions> enrolment, CertificateAuthority authority,
        GateIdentities identities, FleetRegistry fleet, TimeProvider time, ILogger<ServerKeeper> logger)
    {
        (_options, _enrolment, _authority, _identities) = (options.Value, enrolment.Value, authority, identities);
        (_fleet, _time, _logger) = (fleet, time, logger);
    }

    /// <summary>Whether the server has the newest list; null = not known.</summary>
    internal bool? IsInForce => _isInForce;

    /// <summary>Names by which clients may reach the server, for its certificate.</summary>
    internal static IReadOnlyCollection<string> NamesOf(BrokerOptions broker, EnrolmentOptions enrolment)
    {
        string?[] said =
            [HostOf(enrolment.Mqtt), HostOf(enrolment.Address), broker.Server.Host, "localhost", "127.0.0.1"];
        return said.OfType<string>().Distinct(StringComparer.OrdinalIgnoreCase).ToArray();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (_options.Mode != BrokerMode.External)
            return;
        if (_options.ServerFiles is not { } directory)
        {
            _identities.Revoked += (gate, _) => Log.NotOurs(_logger, gate, _options.Server);
            return;
        }
        var files = new ServerFiles(
            Path.GetFullPath(directory), _authority, [_options.ServerClientId, .. _options.ServerHubs],
            NamesOf(_options, _enrolment), _time);
        var door = new ServerDoor(_options, _authority);
        _identities.Revoked += OnRevoked;
        RecallDue();
        try
        {
            for (var isNews = true; ; isNews = await NewsAsync(stoppingToken).ConfigureAwait(false))
            {
                // Whoever is revoked from here on may not be in the list that is proven now: his turn is the next.
                var due = _due.ToArray();
                if (Refresh(files, isNews))
                    await ProveAsync(door, files, stoppingToken).ConfigureAwait(false);
                await CutAsync(door, due, stoppingToken).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The hub stops; the files stay.
        }
        finally
        {
            _identities.Revoked -= OnRevoked;
            _revoked?.Dispose();
            _good?.Dispose();
        }
    }

    private void OnRevoked(string gate, IReadOnlyList<string> serials)
    {
        _due[gate] = new Outcast(_fleet.Uptime, _fleet.LastBirth(gate).Boot);
        _news.Writer.TryWrite(true);
    }

    /// <summary>Who was revoked shortly before the hub stopped may still be connected.</summary>
    private void RecallDue()
    {
        var since = _time.GetUtcNow() - Recently;
        foreach (var gate in _fleet.Gates().Select(static gate => gate.Id))
        {
            if (_identities.Of(gate).Any(own => own.RevokedAt > since) && !HasSuccessor(gate))
                _due[gate] = new Outcast(_fleet.Uptime, null);
        }
    }

    /// <summary>Waits for the next revocation, or until it is time to look again.</summary>
    private async Task<bool> NewsAsync(CancellationToken stopping)
    {
        using var pause = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        var wait = !_due.IsEmpty ? TimeSpan.FromSeconds(1) : _isInForce == true ? Seldom : Soon;
        using var timer = _time.CreateTimer(_ => pause.Cancel(), null, wait, Timeout.InfiniteTimeSpan);
        try
        {
            return await _news.Reader.ReadAsync(pause.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!stopping.IsCancellationRequested)
        {
            return false;
        }
    }

    /// <returns>Whether the files say everything that is known.</returns>
    private bool Refresh(ServerFiles files, bool isNews)
    {
        try
        {
            // A list that the server seems not to have read is written anew, so that whatever watches it sees a change.
            if (isNews || _isInForce == false || _time.GetUtcNow() - _twinsSince > TwinLife)
                RenewTwins();
            var own = new RevokedSerial(_revoked!.SerialNumber, _twinsSince);
            var replaced = files.Refresh([.. _identities.RevokedList, own]);
            if (replaced.Count > 0)
                Log.FilesReplaced(_logger, string.Join(", ", replaced), files.Directory);
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or AuthorityException)
        {
            _isInForce = false;
            Log.FilesNotWritten(_logger, files.Directory, e.Message);
            return false;
        }
    }

    private void RenewTwins()
    {
        var door = new ServerDoor(_options, _authority);
        _revoked?.Dispose();
        _good?.Dispose();
        (_revoked, _good) = (door.Issue(ServerDoor.Probe), door.Issue(ServerDoor.Probe));
        _twinsSince = _time.GetUtcNow();
    }

    private async Task ProveAsync(ServerDoor door, ServerFiles files, CancellationToken stopping)
    {
        if (_revoked is null || _good is null)
            return;
        var began = _time.GetTimestamp();
        bool? refuses;
        while ((refuses = await door.RefusesAsync(_revoked, _good, stopping).ConfigureAwait(false)) == false
            && _time.GetElapsedTime(began) < Soon)
        {
            await Task.Delay(Often, _time, stopping).ConfigureAwait(false);
        }
        if (refuses == true && _isInForce != true)
            Log.InForce(_logger, _options.Server, _time.GetElapsedTime(began));
        else if (refuses == false && _isInForce != false)
            Log.NotInForce(_logger, _options.Server, files.PathOf(Configuration.Revoked));
        if (refuses == true)
            _inForceAt = _fleet.Uptime;
        _isInForce = refuses;
    }

    private async Task CutAsync(
        ServerDoor door, IReadOnlyCollection<KeyValuePair<string, Outcast>> due, CancellationToken stopping)
    {
        foreach (var (gate, outcast) in due)
        {
            var hasSuccessor = HasSuccessor(gate);
            if (hasSuccessor && IsSucceeded(gate, outcast) is { } isSucceeded)
            {
                if (isSucceeded)
                    _due.TryRemove(new(gate, outcast));
                continue;
            }
            try
            {
                using var name = door.Issue(gate);
                await door.EnterAsync(name, stopping).ConfigureAwait(false);
                Log.Cut(_logger, gate, _options.Server, _fleet.Uptime - outcast.At);
                // Again and again only where nobody else bears the name by right.
                if (_isInForce == true || hasSuccessor)
                    _due.TryRemove(new(gate, outcast));
            }
            catch (MqttException e)
            {
                if (!outcast.IsTold)
                    Log.NotCut(_logger, gate, _options.Server, e.Message);
                outcast.IsTold = true;
            }
        }
    }

    /// <summary>It was replaced: another machine has, or will have, a good certificate under this name.</summary>
    private bool HasSuccessor(string gate)
    {
        var now = _time.GetUtcNow();
        return _identities.Of(gate).Any(own => own.RevokedAt is null && own.NotAfter > now);
    }

    /// <summary>
    /// Whether the successor has connected, which put the revoked one out; it must not be cut in its place. False = it
    /// may still come; null = it is not waited for any longer.
    /// </summary>
    private bool? IsSucceeded(string gate, Outcast outcast)
    {
        var (boot, at) = _fleet.LastBirth(gate);
        if (_isInForce == true && at > outcast.At && (boot != outcast.Boot || at > _inForceAt))
            return true;
        return _fleet.Uptime - outcast.At < SuccessorPatience ? false : null;
    }

    private static string? HostOf(string? address) =>
        address is { Length: > 0 } && Uri.TryCreate("https://" + address, UriKind.Absolute, out var uri)
            ? uri.Host : null;

    /// <param name="At">When it was revoked, by the fleet's time.</param>
    /// <param name="Boot">Of the machine that bore the name then.</param>
    private sealed record Outcast(TimeSpan At, string? Boot)
    {
        /// <summary>It was logged that it is still in.</summary>
        internal bool IsTold { get; set; }
    }
}
