using System.Text.Json;
using CheckIn.Contract;
using CheckIn.Hub.Alerts;
using CheckIn.Hub.Broker;
using CheckIn.Hub.Events;
using CheckIn.Mqtt;
using CheckIn.Storage;
using Polly;
using Polly.Retry;

namespace CheckIn.Hub.Notices.Channels;

/// <summary>
/// Publishes every change of an alert on <c>hub/alerts</c>, for integrations: QoS 1, in order, a message each. What has
/// been published is remembered some at a time, after it was: a crash publishes a few again, with the same numbers.
/// While the MQTT server cannot be reached the newest <see cref="MostWaiting"/> are kept.
/// </summary>
internal sealed class AlertTopic(
    NoticeDesk desk, EventStore store, IMessageBus bus, TimeProvider time, ILogger<AlertTopic> logger)
    : BackgroundService
{
    internal const int MostWaiting = 50_000;
    private const int AtATime = 500;
    private readonly ResiliencePipeline _again = new ResiliencePipelineBuilder { TimeProvider = time }
        .AddRetry(new RetryStrategyOptions
        {
            MaxRetryAttempts = int.MaxValue,
            BackoffType = DelayBackoffType.Exponential,
            UseJitter = true,
            Delay = TimeSpan.FromSeconds(2),
            MaxDelay = TimeSpan.FromMinutes(1),
            ShouldHandle = new PredicateBuilder().Handle<MqttException>().Handle<DatabaseException>(),
            OnRetry = retry =>
            {
                Log.NotPublished(logger, retry.Outcome.Exception!.Message, retry.RetryDelay);
                return default;
            },
        }).Build();

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await Task.Yield();
            do
            {
                desk.ToPublish.TryRead(out _);
                await _again.ExecuteAsync(PublishAsync, stoppingToken);
            }
            while (await desk.ToPublish.WaitToReadAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // What is not published yet is in the database.
        }
    }

    private async ValueTask PublishAsync(CancellationToken cancellation)
    {
        await BoundAsync(cancellation);
        while (store.Read(static db => NoticeRows.ChangesFor(db, ChangeReaders.Topic, AtATime))
            is [.., var last] changes)
        {
            foreach (var change in changes)
                await bus.PublishAsync(Message(change), cancellation);
            await store.WriteAsync(db => NoticeRows.Done(db, ChangeReaders.Topic, last.Number), cancellation);
        }
    }

    private async Task BoundAsync(CancellationToken cancellation)
    {
        if (store.Read(static db => NoticeRows.Skippable(db, ChangeReaders.Topic, MostWaiting)) <= 0)
            return;
        long skipped = 0;
        await store.WriteAsync(db => skipped = NoticeRows.Skip(db, ChangeReaders.Topic, MostWaiting), cancellation);
        Log.NotPublishedAnyMore(logger, skipped, MostWaiting);
    }

    private static MqttMessage Message(AlertMessage change) => new(
        Topics.HubAlerts, JsonSerializer.SerializeToUtf8Bytes(change, ContractJson.Default.AlertMessage))
    {
        ContentType = ContentTypes.Alert,
    };
}
