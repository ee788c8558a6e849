using System.IO.Pipelines;
using CheckIn.Mqtt;
using CheckIn.Mqtt.Packets;

namespace CheckIn.Hub.Broker;

/// <summary>
/// One connection, from its first byte to its end. Strategy: one loop reads, and handles packets one after another; a
/// gate's message is handed to the inbox and awaited before it is acknowledged or anything further is read; so a slow
/// commit slows its gate and nobody else, with no buffer that could grow. Whoever wants the connection to end calls
/// Close from anywhere: the first reason wins, the loop wakes, the will goes out (before a successor's birth can), and
/// only then is the client id's next connection accepted. What must outlive the connection is the session's.
/// </summary>
internal sealed partial class ClientConnection
{
    private const int StillOpen = -1;
    private const int BytesATurn = 32 * 1024;
    private const int ReserveFrom = 8 * 1024;
    private static readonly TimeSpan Farewell = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Lingering = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan AnswerPatience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan TakeOverPatience = TimeSpan.FromSeconds(5);
    private readonly BrokerParts _parts;
    private readonly PipeReader _input;
    private readonly Peer _peer;
    private readonly MqttDecoder _decoder;
    private readonly ConnectionOutput _output;
    private Session? _session;
    private ClientIdentity? _identity;
    private TopicRoute? _route;
    private MqttMessage? _will;
    private TimeSpan _willDelay;
    private TimeSpan _expiry;
    private TaskCompletionSource? _gone;
    private Task? _goodbye;
    private long _lastHeard;
    private TimeSpan _maxSilence;
    private long _reserved;
    private long _reservedAt;
    private bool _isAnother;
    private bool _handling;
    private bool _refusalLogged;
    private bool _isTold;
    private int _closing = StillOpen;
    private string _why = "the connection was lost";

    public ClientConnection(BrokerParts parts, IDuplexPipe transport, Peer peer)
    {
        _parts = parts;
        _input = transport.Input;
        _peer = peer;
        _decoder = MqttDecoder.ForServer(parts.Options.MaxPacketBytes);
        _output = new ConnectionOutput(transport.Output, this, parts);
        _maxSilence = parts.Options.ConnectTimeout;
        _lastHeard = parts.Time.GetTimestamp();
    }

    public string ClientId { get; private set; } = "";

    /// <summary>A stranger's name does not belong in our log.</summary>
    private string Presentable => _identity is null ? Admission.Presentable(ClientId) : ClientId;

    /// <summary>Not while a message is being handled: then it is we who are slow.</summary>
    public bool IsSilent() => !Volatile.Read(ref _handling)
        && _parts.Time.GetElapsedTime(Volatile.Read(ref _lastHeard)) > _maxSilence;

    /// <summary>A large packet has been coming for longer than this.</summary>
    public bool IsStalling(TimeSpan patience) => !Volatile.Read(ref _handling) && Volatile.Read(ref _reserved) > 0
        && _parts.Time.GetElapsedTime(Volatile.Read(ref _reservedAt)) > patience;

    /// <summary>There is something for the client; safe under any lock.</summary>
    public void Wake() => _output.Wake();

    /// <summary>Ends the connection; only the first call counts.</summary>
    public void Close(MqttReasonCode reason, string why)
    {
        if (Interlocked.CompareExchange(ref _closing, (int)reason, StillOpen) != StillOpen)
            return;
        _why = why;
        if (reason != MqttReasonCode.Success)
            _parts.Metrics.Closed(reason);
        if (reason is not (MqttReasonCode.Success or MqttReasonCode.ServerShuttingDown) && _parts.MayWarn())
            Log.Closing(_parts.Log, Presentable, why, reason);
        // DISCONNECT must not go before CONNACK [MQTT-3.14.0-1], nor answer a DISCONNECT.
        var isTold = Volatile.Read(ref _session) is not null && reason != MqttReasonCode.Success
            && _decoder.Level != MqttLevel.V311 && reason.IsAllowedIn(MqttPacketType.Disconnect);
        _isTold = isTold && reason != MqttReasonCode.ServerShuttingDown;
        Volatile.Write(ref _goodbye, _output.Finish(isTold ? reason : null, why));
        _input.CancelPendingRead();
    }

    /// <summary>Whether the client showed one of these certificates.</summary>
    public bool Bears(IReadOnlyCollection<string> serials) => _peer.CertificateSerial is { } serial && serials.Contains(serial);

    /// <summary>Its certificate was revoked.</summary>
    public void CloseRevoked() => Close(MqttReasonCode.AdministrativeAction, "the hub has revoked its certificate");

    private async Task EndAsync()
    {
        _parts.Receiving.Release(_reserved);
        var farewell = Volatile.Read(ref _goodbye) ?? _output.Finish(null, "");
        if (_session is { } session)
            await LeaveAsync(session).ConfigureAwait(false);
        _parts.Sessions.Close(this);
        Interlocked.CompareExchange(ref _gone, Gone, null)?.TrySetResult();
        try
        {
            await farewell.WaitAsync(Farewell, _parts.Time).ConfigureAwait(false);
            if (_isTold)
                await DrainAsync().ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            _peer.Abort();
        }
    }

    /// <summary>
    /// Reads on for a moment, and throws away, until the client closes: to close a socket with unread bytes resets the
    /// connection, and the client might never see why.
    /// </summary>
    private async Task DrainAsync()
    {
        using var patience = new CancellationTokenSource(Lingering, _parts.Time);
        try
        {
            while (await _input.ReadAsync(patience.Token).ConfigureAwait(false) is { IsCompleted: false } read)
                _input.AdvanceTo(read.Buffer.End);
        }
        catch (Exception e) when (e is IOException or OperationCanceledException or InvalidOperationException)
        {
            // It is gone, or had its time.
        }
    }

    /// <summary>
    /// The session stays or ends, and the will goes out or waits, unless the client said goodbye. A stopping server
    /// withholds it (3.1.2.5): the loss would be the hub's, not the gates'.
    /// </summary>
    private async Task LeaveAsync(Session session)
    {
        var will = _will is not null && _closing != (int)MqttReasonCode.ServerShuttingDown
            ? new PendingWill(_identity!, _will) : null;
        var delay = _willDelay < _expiry ? _willDelay : _expiry;
        _parts.Sessions.Load.AddWill(null, _will);
        if (session.Detach(this))
            will = _parts.Sessions.Leave(session, _expiry, will, delay);
        if (_will is not null && _closing != (int)MqttReasonCode.ServerShuttingDown)
            Log.Lost(_parts.Log, ClientId, _why);
        if (will is not null)
            await _parts.PublishAsync(will).ConfigureAwait(false);
    }

    /// <summary>Completes when the connection has left its session and its will is out.</summary>
    private Task WhenGone()
    {
        var gone = Volatile.Read(ref _gone);
        if (gone is null)
        {
            var mine = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            gone = Interlocked.CompareExchange(ref _gone, mine, null) ?? mine;
        }
        return gone.Task;
    }

    /// <summary>For connections that nobody waited for.</summary>
    private static TaskCompletionSource Gone { get; } = Completed();

    private static TaskCompletionSource Completed()
    {
        var source = new TaskCompletionSource();
        source.SetResult();
        return source;
    }
}

/// <summary>The other end of a connection, as the transport knows it.</summary>
internal abstract class Peer
{
    private string? _serial;

    /// <summary>Null = not known.</summary>
    public abstract System.Net.EndPoint? Remote { get; }

    /// <summary>Null = none.</summary>
    public abstract System.Security.Cryptography.X509Certificates.X509Certificate2? Certificate { get; }

    /// <summary>Its serial number, hexadecimal; null = there is none.</summary>
    public string? CertificateSerial => _serial ??= Certificate?.SerialNumber;

    /// <summary>Drops the connection.</summary>
    public abstract void Abort();
}
