using System.Text.Json;
using System.Threading.Channels;
using CheckIn.Contract;
using CheckIn.Hub.Broker;
using CheckIn.Hub.Enrolment;
using CheckIn.Hub.Events;
using CheckIn.Hub.Keys;
using CheckIn.Mqtt;
using Polly;
using Polly.Retry;

namespace CheckIn.Hub.Desired;

/// <summary>
/// Tells gates on their <c>desired</c> topic, retained, which version of their provision there is; a gate that has
/// another one then asks for it. At the hub's start all are told, since the topic may have been lost with the broker's
/// file; after that those for whom something changed. What could not be told is kept and tried again: a gate asks every
/// hour by itself, so nothing is lost, only late.
/// </summary>
internal sealed class DesiredNotices(
    EventStore store, Provisions provisions, IMessageBus bus, TimeProvider time, ILogger<DesiredNotices> logger)
    : BackgroundService
{
    private readonly ResiliencePipeline _again = new ResiliencePipelineBuilder { TimeProvider = time }
        .AddRetry(new RetryStrategyOptions
        {
            MaxRetryAttempts = int.MaxValue,
            BackoffType = DelayBackoffType.Exponential,
            UseJitter = true,
            Delay = TimeSpan.FromSeconds(5),
            MaxDelay = TimeSpan.FromMinutes(10),
            ShouldHandle = new PredicateBuilder().Handle<MqttException>().Handle<KeysException>(),
            OnRetry = retry =>
            {
                Log.NotTold(logger, retry.Outcome.Exception!.Message, retry.RetryDelay);
                return default;
            },
        }).Build();
    private readonly Channel<bool> _due = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly Lock _lock = new();
    private HashSet<string> _changed = new(StringComparer.Ordinal); // as many as there are gates, at most

    /// <summary>These gates have another provision than before, or none any more.</summary>
    internal void Changed(IEnumerable<string> gates)
    {
        lock (_lock)
            _changed.UnionWith(gates);
        _due.Writer.TryWrite(true);
    }

    /// <summary>The keys of a site are others; null = of every site.</summary>
    internal void KeysChanged(string? site) =>
        Changed(store.Read(db => EnrolledGates.InService(db, site)).Select(gate => gate.Id));

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            KeysChanged(null);
            while (await _due.Reader.WaitToReadAsync(stoppingToken))
            {
                _due.Reader.TryRead(out _);
                await _again.ExecuteAsync(TellAsync, stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The hub stops; at its next start all are told.
        }
    }

    private HashSet<string> Take()
    {
        lock (_lock)
        {
            var taken = _changed;
            _changed = new(StringComparer.Ordinal);
            return taken;
        }
    }

    private async ValueTask TellAsync(CancellationToken cancellation)
    {
        var left = Take();
        try
        {
            foreach (var gate in left.ToList())
            {
                await bus.PublishAsync(Notice(gate), cancellation);
                left.Remove(gate);
            }
        }
        finally
        {
            lock (_lock)
                _changed.UnionWith(left);
        }
    }

    /// <summary>With nothing in it the topic is empty again: nothing is wanted of a gate that has left.</summary>
    private MqttMessage Notice(string gate)
    {
        var found = store.Read(db => EnrolledGates.Find(db, gate));
        var payload = found is { IsInService: true }
            ? JsonSerializer.SerializeToUtf8Bytes(
                new DesiredMessage(provisions.VersionOf(found)), ContractJson.Default.DesiredMessage)
            : [];
        return new MqttMessage(Topics.Of(gate, GateTopic.Desired), payload)
        {
            Retain = true,
            ContentType = payload.Length == 0 ? null : ContentTypes.Desired,
        };
    }
}
