using System.Security.Cryptography;
using System.Text.Json;
using CheckIn.Contract;
using CheckIn.Hub.Broker;
using CheckIn.Hub.Enrolment;
using CheckIn.Hub.Events;
using CheckIn.Hub.Keys;
using CheckIn.Hub.Lists;
using CheckIn.Hub.Modes;
using CheckIn.Hub.Settings;
using CheckIn.Hub.Sites;
using CheckIn.Mqtt;
using CheckIn.Storage;
using Polly;
using Polly.Retry;

namespace CheckIn.Hub.Desired;

/// <summary>
/// Tells gates on their <c>desired</c> topic, retained, what is wanted of them: which version of their provision there is,
/// their settings, their modes, the lists that they fetch, where they stand. At the hub's start all are told, since the topic
/// may have been lost with the broker's file; after that those whose message is another than the one that they were told
/// last. What could not be told is kept and tried again, and the topic is retained: nothing is lost, only late.
/// </summary>
internal sealed class DesiredTeller(
    DesiredNotices notices, DesiredGates gates, ReportedInbox reports, ModeDesk modes, EventStore store,
    Provisions provisions, GateListing lists, SiteRegister sites, IMessageBus bus, TimeProvider time,
    ILogger<DesiredTeller> logger)
    : BackgroundService
{
    private const int Chunk = 500;
    private static readonly byte[] Nothing = [];
    private readonly ResiliencePipeline _again = new ResiliencePipelineBuilder { TimeProvider = time }
        .AddRetry(new RetryStrategyOptions
        {
            MaxRetryAttempts = int.MaxValue,
            BackoffType = DelayBackoffType.Exponential,
            UseJitter = true,
            Delay = TimeSpan.FromSeconds(5),
            MaxDelay = TimeSpan.FromMinutes(10),
            ShouldHandle = new PredicateBuilder().Handle<MqttException>().Handle<KeysException>().Handle<DatabaseException>(),
            OnRetry = retry =>
            {
                Log.NotTold(logger, retry.Outcome.Exception!.Message, retry.RetryDelay);
                return default;
            },
        }).Build();
    private readonly Dictionary<string, UInt128> _told = new(StringComparer.Ordinal); // as many as there are gates

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            notices.AllChanged();
            while (true)
            {
                await notices.WaitAsync(stoppingToken);
                await _again.ExecuteAsync(TellAsync, stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The hub stops; at its next start all are told.
        }
    }

    /// <summary>Everybody who was named since.</summary>
    internal async ValueTask TellAsync(CancellationToken cancellation)
    {
        var left = notices.Take();
        try
        {
            foreach (var chunk in left.Order(StringComparer.Ordinal).ToList().Chunk(Chunk))
            {
                reports.AnswerAgain(await gates.RenewAsync(chunk));
                foreach (var (gate, payload) in store.Read(db => Payloads(db, chunk)))
                {
                    await TellAsync(gate, payload, cancellation);
                    left.Remove(gate);
                }
            }
        }
        finally
        {
            notices.PutBack(left);
        }
    }

    private async ValueTask TellAsync(string gate, byte[] payload, CancellationToken cancellation)
    {
        var print = PrintOf(payload);
        if (_told.TryGetValue(gate, out var told) && told == print)
            return;
        await bus.PublishAsync(
            new MqttMessage(Topics.Of(gate, GateTopic.Desired), payload)
            {
                Retain = true,
                ContentType = payload.Length == 0 ? null : ContentTypes.Desired,
            }, cancellation);
        _told[gate] = print;
    }

    private List<(string Gate, byte[] Payload)> Payloads(Database db, string[] chunk)
    {
        var wanted = modes.For(db, chunk);
        return [.. chunk.Select(gate => (gate, PayloadOf(db, gate, wanted.GetValueOrDefault(gate))))];
    }

    /// <summary>With nothing in it the topic is empty again: nothing is wanted of the gate, or it has left.</summary>
    private byte[] PayloadOf(Database db, string gate, IReadOnlyList<ModeOrder>? orders)
    {
        var found = EnrolledGates.Find(db, gate);
        if (found is null or { Standing: Standings.Left or Standings.Revoked })
            return Nothing;
        var version = found.IsInService ? provisions.VersionOf(found) : 0;
        var settings = DesiredGateRows.Find(db, gate) is { } wanted
            ? new SettingsWanted(wanted.Version, DesiredGateRows.ObjectOf(wanted.Document)) : null;
        if (version == 0 && settings is null && orders is null)
            return Nothing;
        return JsonSerializer.SerializeToUtf8Bytes(
            new DesiredMessage(
                version, settings, orders is { Count: > 0 } ? [.. orders.Take(DesiredMessage.MostModes)] : null,
                found.IsInService ? lists.WantedAt(found.Site) : null, found.IsInService ? PlaceOf(found.Site) : null),
            ContractJson.Default.DesiredMessage);
    }

    /// <summary>Where it stands today; the day and the tree are looked after by <see cref="DesiredWatch"/>.</summary>
    private PlaceWanted? PlaceOf(string? site) =>
        site is null ? null : PlaceOf(site, sites.Tree, HubZone.DayOf(time.GetUtcNow()));

    /// <summary>Where a site is, as gates of it are told.</summary>
    internal static PlaceWanted PlaceOf(string site, SiteTree tree, DateOnly day) => new(
        site, tree.Sites.TryGetValue(site, out var known)
            ? [.. tree.NodesOver(known, day).Take(PlaceWanted.MostNodes).Select(static node => node.Code)] : []);

    private static UInt128 PrintOf(byte[] payload)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(payload, hash);
        return System.Buffers.Binary.BinaryPrimitives.ReadUInt128LittleEndian(hash);
    }
}
