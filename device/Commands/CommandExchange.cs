using System.Text;
using System.Text.Json;
using System.Threading.Channels;
using CheckIn.Contract;
using CheckIn.Mqtt;

namespace CheckIn.Gate.Commands;

/// <summary>
/// Commands on their way in and replies on their way out, between the connection and whoever carries them out: the
/// connection never waits for a command, and a reply waits for a connection. Replies go to the gate's own topic whatever a
/// command's Response Topic says. Everything is bounded; what finds no room is counted, or the oldest gives way. Safe from
/// any thread.
/// </summary>
internal sealed class CommandExchange(string gate, TimeProvider time, ILogger<CommandExchange> logger)
{
    internal const int MostReceived = 16, MostReplies = 64;
    private readonly Channel<ReceivedCommand> _received = Channel.CreateBounded<ReceivedCommand>(MostReceived);
    private readonly Channel<bool> _replyWaits =
        Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly LinkedList<ReplyMessage> _replies = [];
    private readonly Lock _lock = new();
    private TaskCompletionSource _empty = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>What came, in order.</summary>
    internal ChannelReader<ReceivedCommand> Received => _received.Reader;

    /// <summary>A command found no room.</summary>
    internal event Action? Overrun;

    /// <summary>
    /// From now on commands are heard; one that was published to be kept says so also when it comes at once. A broker with
    /// older rules may refuse: then there are none.
    /// </summary>
    internal async Task ListenAsync(IMqttClient client, CancellationToken stopping)
    {
        try
        {
            var wanted = new MqttSubscription(Topics.Of(gate, GateTopic.Commands), MqttQos.AtLeastOnce)
            {
                RetainAsPublished = true,
            };
            await client.SubscribeAsync(wanted, null, stopping);
        }
        catch (MqttException e) when (e.ReasonCode is not null)
        {
            Log.NoCommands(logger, e.Message);
        }
    }

    /// <summary>A message came on the gate's topic.</summary>
    internal void Hear(MqttMessage message)
    {
        if (!_received.Writer.TryWrite(
            new ReceivedCommand(message.Retain, message.ExpirySeconds, message.Payload, time.GetTimestamp())))
            Overrun?.Invoke();
    }

    /// <summary>To be said as soon as there is a connection.</summary>
    internal void Reply(ReplyMessage reply)
    {
        lock (_lock)
        {
            if (_replies.Count >= MostReplies)
                _replies.RemoveFirst();
            _replies.AddLast(reply);
        }
        _replyWaits.Writer.TryWrite(true);
    }

    /// <summary>Says what waits, in order, for as long as the connection holds; what the server has not taken waits on.</summary>
    internal async Task SendRepliesAsync(IMqttClient client, CancellationToken ending)
    {
        while (true)
        {
            while (First() is { } reply)
            {
                await client.PublishAsync(MessageOf(reply), ending);
                Said(reply);
            }
            await _replyWaits.Reader.ReadAsync(ending);
        }
    }

    /// <summary>Waits until everything is said, but not for longer than this.</summary>
    internal Task SaidAsync(TimeSpan most)
    {
        lock (_lock)
        {
            if (_replies.Count == 0)
                return Task.CompletedTask;
            return _empty.Task.WaitAsync(most, time).ContinueWith(
                static _ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        }
    }

    private ReplyMessage? First()
    {
        lock (_lock)
            return _replies.First?.Value;
    }

    private void Said(ReplyMessage reply)
    {
        TaskCompletionSource? empty = null;
        lock (_lock)
        {
            _replies.Remove(reply);
            if (_replies.Count == 0)
                (empty, _empty) = (_empty, new(TaskCreationOptions.RunContinuationsAsynchronously));
        }
        empty?.SetResult();
    }

    private MqttMessage MessageOf(ReplyMessage reply) => new(Topics.Of(gate, GateTopic.Replies), BytesOf(reply))
    {
        ContentType = ContentTypes.Reply,
        CorrelationData = Encoding.ASCII.GetBytes(reply.Id),
    };

    /// <summary>The latest lines are those wanted, so what is too much goes from the front.</summary>
    private static byte[] BytesOf(ReplyMessage reply)
    {
        var bytes = JsonSerializer.SerializeToUtf8Bytes(reply, ContractJson.Default.ReplyMessage);
        while (bytes.Length > ReplyMessage.MaxBytes && reply.Lines is { Count: > 0 } lines)
        {
            reply = reply with { Lines = [.. lines.Skip((lines.Count / 4) + 1)] };
            bytes = JsonSerializer.SerializeToUtf8Bytes(reply, ContractJson.Default.ReplyMessage);
        }
        return bytes;
    }
}
