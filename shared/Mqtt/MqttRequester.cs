using System.Buffers.Binary;
using System.Collections.Concurrent;

namespace CheckIn.Mqtt;

/// <summary>
/// Request and response over MQTT 5.0 (4.10): a topic of our own for the answers, Correlation Data to tell them apart.
/// One that is asked answers with <see cref="MqttMessage.Reply"/>. An answer that nobody waits for any more is ignored.
/// </summary>
public sealed class MqttRequester : IAsyncDisposable
{
    private const int CorrelationBytes = 16;
    private readonly IMqttClient _client;
    private readonly TimeProvider _time;
    private readonly ConcurrentDictionary<UInt128, TaskCompletionSource<MqttMessage>> _waiting = new();

    private MqttRequester(IMqttClient client, string responseTopic, TimeProvider time) =>
        (_client, ResponseTopic, _time) = (client, responseTopic, time);

    /// <summary>Where the answers come.</summary>
    public string ResponseTopic { get; }

    /// <summary>Subscribes to the topic of the answers.</summary>
    /// <param name="client">A client at level 5.0; it stays the caller's.</param>
    /// <param name="responseTopic">A topic that is this requester's alone; without wildcards.</param>
    /// <param name="time">Null = the system's.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <exception cref="MqttException">The server refused, or the connection was lost.</exception>
    public static async Task<MqttRequester> StartAsync(
        IMqttClient client, string responseTopic, TimeProvider? time = null, CancellationToken cancellation = default)
    {
        if (!MqttTopic.IsValidName(responseTopic))
            throw new ArgumentException($"'{responseTopic}' is not a topic to answer on.", nameof(responseTopic));
        var requester = new MqttRequester(client, responseTopic, time ?? TimeProvider.System);
        await client.SubscribeAsync(
            new MqttSubscription(responseTopic, MqttQos.AtLeastOnce) { RetainHandling = MqttRetainHandling.Never },
            requester.TakeAsync, cancellation).ConfigureAwait(false);
        return requester;
    }

    /// <summary>Asks and waits for the answer.</summary>
    /// <param name="request">The question; it expires with the patience unless it says otherwise.</param>
    /// <param name="patience">How long to wait, from the moment of asking.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <exception cref="TimeoutException">No answer came in time.</exception>
    /// <exception cref="MqttException">The request could not be published.</exception>
    public async Task<MqttMessage> AskAsync(
        MqttMessage request, TimeSpan patience, CancellationToken cancellation = default)
    {
        var correlation = new byte[CorrelationBytes];
        System.Security.Cryptography.RandomNumberGenerator.Fill(correlation);
        var key = BinaryPrimitives.ReadUInt128BigEndian(correlation);
        var answered = new TaskCompletionSource<MqttMessage>(TaskCreationOptions.RunContinuationsAsynchronously);
        _waiting[key] = answered;
        using var timeout = new CancellationTokenSource(patience, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, timeout.Token);
        try
        {
            await _client.PublishAsync(request with
            {
                ResponseTopic = ResponseTopic,
                CorrelationData = correlation,
                ExpirySeconds = request.ExpirySeconds ?? (uint)Math.Clamp(patience.TotalSeconds, 1, uint.MaxValue),
            }, either.Token).ConfigureAwait(false);
            return await answered.Task.WaitAsync(either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException e) when (!cancellation.IsCancellationRequested)
        {
            throw new TimeoutException($"No answer to '{request.Topic}' within {patience.TotalSeconds:0.###} s.", e);
        }
        finally
        {
            _waiting.TryRemove(key, out _);
        }
    }

    /// <summary>Takes the subscription back, if the server can still be reached; the client stays.</summary>
    public async ValueTask DisposeAsync()
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(2), _time);
        try
        {
            await _client.UnsubscribeAsync([ResponseTopic], patience.Token).ConfigureAwait(false);
        }
        catch (Exception e) when (e is MqttException or ObjectDisposedException or OperationCanceledException)
        {
            // The subscription went with the connection.
        }
    }

    private ValueTask TakeAsync(MqttMessage answer, CancellationToken cancellation)
    {
        if (answer.CorrelationData.Length == CorrelationBytes
            && _waiting.TryRemove(BinaryPrimitives.ReadUInt128BigEndian(answer.CorrelationData.Span), out var waiting))
        {
            waiting.TrySetResult(answer);
        }
        return ValueTask.CompletedTask;
    }
}
