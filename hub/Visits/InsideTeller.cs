using System.Text.Json;
using CheckIn.Contract;
using CheckIn.Hub.Broker;
using CheckIn.Hub.Events;
using CheckIn.Hub.Sites;
using CheckIn.Mqtt;
using CheckIn.Storage;

namespace CheckIn.Hub.Visits;

/// <summary>
/// Tells gates that have a cap and share their site with others how many are inside it, on their topic <c>inside</c>: when
/// that is another, at most once a second, and again every half minute, by which a gate knows that it still counts. What
/// is lost on the way is made up for by the next word, so that nothing is kept and nothing waits.
/// </summary>
internal sealed class InsideTeller(
    EventStore store, VisitBook visits, SiteRegister sites, IMessageBus bus, TimeProvider time, ILogger<InsideTeller> logger)
    : BackgroundService
{
    /// <summary>No gate is told more often.</summary>
    internal static readonly TimeSpan AtMostEvery = TimeSpan.FromSeconds(1);

    /// <summary>The same is said again.</summary>
    internal static readonly TimeSpan AgainEvery = TimeSpan.FromSeconds(30);

    /// <summary>A gate that has a cap since, or none any more, is known for one.</summary>
    internal static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(10);

    private readonly Dictionary<string, InsideMessage> _told = new(StringComparer.Ordinal);
    private IReadOnlyList<CountedGate> _gates = [];
    private SiteTree _tree = sites.Tree;
    private long? _lookedAt, _toldAt, _followed;
    private string? _trouble;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(AtMostEvery, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
                await TryTellAsync(stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The hub stops; gates count by themselves.
        }
    }

    /// <summary>Whoever is to be told something else, or the same again.</summary>
    /// <exception cref="DatabaseException">It cannot be read.</exception>
    /// <exception cref="MqttException">It cannot be said.</exception>
    internal async Task TellAsync(CancellationToken cancellation)
    {
        Look();
        if (_gates.Count == 0)
            return;
        var (now, followed, isAgain) = (time.GetTimestamp(), store.Read(InsideRows.Followed), HasPassed(_toldAt, AgainEvery));
        if (followed == _followed && !isAgain)
            return;
        var since = isAgain ? null : _followed;
        foreach (var (gate, word) in store.Read(db => InsideRows.Words(db, Concerned(db, since, followed), Today)))
        {
            if (isAgain || !_told.TryGetValue(gate, out var told) || told != word)
                await SayAsync(gate, word, cancellation);
        }
        // Who could not be told is looked at again when his site moves, and with the next half minute.
        _followed = followed;
        _toldAt = isAgain ? now : _toldAt;
    }

    /// <summary>Gates of sites where something happened since, and those that were not told anything yet.</summary>
    private IReadOnlyList<CountedGate> Concerned(Database db, long? since, long followed)
    {
        if (since is not { } before)
            return _gates;
        var moved = InsideRows.Moved(db, before, followed);
        return [.. _gates.Where(gate => moved.Contains(gate.Site) || !_told.ContainsKey(gate.Gate))];
    }

    private async Task TryTellAsync(CancellationToken cancellation)
    {
        try
        {
            await TellAsync(cancellation);
            _trouble = null;
        }
        catch (Exception e) when (e is DatabaseException or MqttException)
        {
            if (_trouble != e.Message)
                Log.NotTold(logger, e.Message);
            _trouble = e.Message;
        }
    }

    private void Look()
    {
        if (!HasPassed(_lookedAt, LookEvery))
            return;
        _tree = sites.Tree;
        _gates = [.. store.Read(InsideRows.Counted).Where(gate => _tree.Sites.ContainsKey(gate.Site))];
        _lookedAt = time.GetTimestamp();
        foreach (var gone in _told.Keys.Except(_gates.Select(static gate => gate.Gate)).ToList())
            _told.Remove(gone);
    }

    private DateOnly Today(string site) => visits.Today(_tree.Sites[site]);

    private async Task SayAsync(string gate, InsideMessage word, CancellationToken cancellation)
    {
        await bus.PublishAsync(
            new MqttMessage(
                Topics.Of(gate, GateTopic.Inside), JsonSerializer.SerializeToUtf8Bytes(word, ContractJson.Default.InsideMessage))
            {
                Qos = MqttQos.AtMostOnce,
                ContentType = ContentTypes.Inside,
                ExpirySeconds = (uint)AgainEvery.TotalSeconds,
            }, cancellation);
        _told[gate] = word;
    }

    private bool HasPassed(long? since, TimeSpan wait) => since is not { } at || time.GetElapsedTime(at) >= wait;
}
