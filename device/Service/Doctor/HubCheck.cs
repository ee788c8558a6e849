using System.Net.Security;
using System.Net.Sockets;
using System.Runtime.CompilerServices;
using System.Security.Authentication;
using CheckIn.Gate.Settings;
using CheckIn.Gate.Uplink;
using CheckIn.Mqtt;

namespace CheckIn.Gate.Service.Doctor;

/// <summary>
/// The hub: by the running gate's own connection, else by one made as the gate makes it. A second one beside a running
/// gate would take the place of its own, and look to the hub like a copied key; so of that one only the way is tried,
/// up to the end of the TLS handshake and without a word of MQTT.
/// </summary>
internal sealed class HubCheck : ICheck
{
    internal const string Name = "hub";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    public async IAsyncEnumerable<Finding> LookAsync(
        Examination examination, [EnumeratorCancellation] CancellationToken cancellation)
    {
        yield return examination.Running is { } gate
            ? await OfRunningAsync(gate, examination, cancellation) : await OfStoppedAsync(examination, cancellation);
    }

    private static async Task<Finding> OfRunningAsync(StatusReport gate, Examination examination, CancellationToken cancellation)
    {
        var (words, units) = (examination.Words, examination.Units);
        if (gate.Health.Link is { ConnectedS: { } seconds } link)
        {
            return new(Name, CheckState.Good, Examination.Say(
                words.HubConnected, gate.Hub, units.Span(seconds), units.Milliseconds(link.RoundTripMs ?? 0)));
        }
        var problem = gate.Health.Link?.Problem ?? "…";
        return await TryWayAsync(new Uri(gate.Hub), examination, cancellation) is { } error
            ? Lost(examination, gate.Hub, error) : Lost(examination, gate.Hub, new MqttException(problem));
    }

    private static async Task<Finding> OfStoppedAsync(Examination examination, CancellationToken cancellation)
    {
        var options = examination.Section<UplinkOptions>("Uplink");
        var id = examination.Section<GateOptions>("Gate").Id;
        var hub = options.Hub.ToString().TrimEnd('/');
        try
        {
            var began = TimeProvider.System.GetTimestamp();
            var own = HubSession.ClientOptions(options, id, examination.HubAccess.Tls());
            await using var client = await MqttClient.ConnectAsync(own with { ConnectTimeout = Patience }, cancellation);
            var roundTrip = TimeProvider.System.GetElapsedTime(began).TotalMilliseconds;
            await client.DisconnectAsync(cancellation);
            return new(Name, CheckState.Good, Examination.Say(
                examination.Words.HubReached, hub, examination.Units.Milliseconds(roundTrip)));
        }
        catch (Exception e) when (e is MqttException or SocketException or IOException or AuthenticationException)
        {
            return Lost(examination, hub, e);
        }
    }

    private static async Task<Exception?> TryWayAsync(Uri hub, Examination examination, CancellationToken cancellation)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(Patience);
        try
        {
            using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
            var options = MqttClientOptions.For(hub, "");
            await socket.ConnectAsync(options.Host, options.Port, limit.Token);
            if (options.Tls is not null && examination.HubAccess is { Certificate: { } own } access)
            {
                await using var secure = new SslStream(new NetworkStream(socket));
                await secure.AuthenticateAsClientAsync(new SslClientAuthenticationOptions
                {
                    TargetHost = options.Host,
                    EnabledSslProtocols = SslProtocols.Tls13,
                    ClientCertificateContext = own.Context,
                    RemoteCertificateValidationCallback = access.TrustOf(own).Check,
                }, limit.Token);
            }
            return null;
        }
        catch (Exception e) when (e is SocketException or AuthenticationException or IOException)
        {
            return e;
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return new SocketException((int)SocketError.TimedOut);
        }
    }

    private static Finding Lost(Examination examination, string hub, Exception error) => new(
        Name, CheckState.Wrong, Examination.Say(examination.Words.HubLost, hub, error.Message.TrimEnd('.')),
        Advice(error, examination.Words));

    internal static string Advice(Exception error, DoctorWords words)
    {
        for (var cause = error; cause is not null; cause = cause.InnerException)
        {
            if (cause is MqttException { Reason: { } reason })
                return reason >= MqttReasonCode.UnspecifiedError ? words.HubNotAllowedDo : words.HubOtherDo;
            if (cause is AuthenticationException)
                return words.HubTrustDo;
            if (cause is SocketException socket)
                return Advice(socket.SocketErrorCode, words);
        }
        return words.HubOtherDo;
    }

    private static string Advice(SocketError error, DoctorWords words) => error switch
    {
        SocketError.ConnectionRefused => words.HubRefusedDo,
        SocketError.HostNotFound or SocketError.NoData or SocketError.TryAgain => words.HubNameDo,
        SocketError.TimedOut => words.HubTimeoutDo,
        SocketError.NetworkUnreachable or SocketError.HostUnreachable or SocketError.NetworkDown
            or SocketError.AddressNotAvailable => words.HubNetworkDo,
        _ => words.HubOtherDo,
    };
}
