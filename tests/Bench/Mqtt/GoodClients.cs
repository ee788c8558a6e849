using System.Diagnostics;
using System.Threading.Channels;
using CheckIn.Mqtt;

namespace CheckIn.Bench.Mqtt;

/// <summary>
/// A pair of well-behaved clients: one publishes at QoS 1 a hundred times a second, the other subscribes. What is not
/// acknowledged and delivered within ten seconds is lost, and so is everything behind it.
/// </summary>
internal sealed class GoodClients(int port)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(10);
    private readonly Channel<MqttMessage> _arrived = Channel.CreateUnbounded<MqttMessage>();

    /// <summary>From publishing to acknowledgement and delivery.</summary>
    public Histogram Times { get; } = new();

    public long Served { get; private set; }

    /// <summary>Why they were not served any more; null = they were.</summary>
    public string? Failure { get; private set; }

    /// <summary>Goes on until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        try
        {
            var subscriber = await ConnectAsync("good-subscriber").ConfigureAwait(false);
            await using var _ = subscriber.ConfigureAwait(false);
            await subscriber.SubscribeAsync(
                new MqttSubscription("good/clients", MqttQos.AtLeastOnce), _arrived.Writer.WriteAsync, cancellation)
                .ConfigureAwait(false);
            var publisher = await ConnectAsync("good-publisher").ConfigureAwait(false);
            await using var __ = publisher.ConfigureAwait(false);
            while (!cancellation.IsCancellationRequested)
            {
                await AskAsync(publisher).ConfigureAwait(false);
                await Task.Delay(Pace, cancellation).ConfigureAwait(false);
            }
        }
        catch (Exception e) when (e is MqttException or TimeoutException)
        {
            Failure = e.Message;
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            // Enough.
        }
    }

    private Task<MqttClient> ConnectAsync(string id) =>
        MqttClient.ConnectAsync(
            new MqttClientOptions { Port = port, ClientId = id }, new CancellationTokenSource(Patience).Token);

    private async Task AskAsync(MqttClient publisher)
    {
        var start = Stopwatch.GetTimestamp();
        using var patience = new CancellationTokenSource(Patience);
        try
        {
            await publisher.PublishAsync(
                MqttMessage.OfText("good/clients", "served?") with { Qos = MqttQos.AtLeastOnce }, patience.Token)
                .ConfigureAwait(false);
            await _arrived.Reader.ReadAsync(patience.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException e)
        {
            throw new TimeoutException(
                $"Message {Served + 1} was not acknowledged and delivered within {Patience}.", e);
        }
        Times.Add(Stopwatch.GetTimestamp() - start);
        Served++;
    }
}
