using System.Text.Json;
using System.Threading.Channels;
using CheckIn.Contract;
using CheckIn.Hub.Alerts;
using CheckIn.Hub.Audit;
using CheckIn.Hub.Events;
using CheckIn.Hub.Sites;
using CheckIn.Storage;

namespace CheckIn.Hub.Notices;

/// <summary>
/// Who is told what, when: each recipient gets one message of all that happened within a moment. What is to be told is
/// kept in the transaction that changes the alerts, a row for each change, so nothing is told twice or forgotten; who
/// hears of it is worked out afterwards, in transactions of its own, so that a storm does not hold up the events that
/// wait for the same thread. The way of a change: <see cref="Plan"/> here, <see cref="NoticeGiving"/> to recipients, a
/// <see cref="RecipientLane"/> into messages and out; and beside it <see cref="Channels.AlertTopic"/> to MQTT.
/// </summary>
public sealed class NoticeDesk(EventStore store, SiteRegister sites, TimeProvider time)
{
    /// <summary>A publisher and a sender; each is woken once however much there is.</summary>
    private readonly Channel<bool> _toPublish = OneSignal(), _toGiveOut = OneSignal();
    private readonly Lock _lock = new();
    private IReadOnlyList<string>? _failing;
    private int _finished; // messages; what was read of them before another one is not kept

    /// <summary>Names of recipients whose last message was given up: somebody is not told.</summary>
    public IReadOnlyList<string> Failing
    {
        get
        {
            int finished;
            lock (_lock)
            {
                if (_failing is { } known)
                    return known;
                finished = _finished;
            }
            var failing = store.Read(MessageRows.Failing);
            lock (_lock)
                _failing = finished == _finished ? failing : null;
            return failing;
        }
    }

    /// <summary>Has something to read when there are changes to publish.</summary>
    internal ChannelReader<bool> ToPublish => _toPublish.Reader;

    /// <summary>Has something to read when there are changes for recipients.</summary>
    internal ChannelReader<bool> ToGiveOut => _toGiveOut.Reader;

    /// <summary>A message is to be sent once more; with the recipient's id.</summary>
    internal event Action<long>? AskedAgain;

    /// <summary>As the sites are now.</summary>
    internal SiteTree Tree => sites.Tree;

    /// <summary>
    /// Messages of a state (null = all), newest first, before the one with this id (null = from the newest).
    /// </summary>
    public IReadOnlyList<NoticeMessage> Messages(NoticeMessageState? state, long? before, int limit) =>
        store.Read(db => MessageRows.List(db, state, before, limit));

    /// <summary>The same, to these recipients; null = to all.</summary>
    internal IReadOnlyList<NoticeMessage> Messages(
        NoticeMessageState? state, long? before, int limit, IReadOnlyList<Recipient>? recipients) =>
        store.Read(db => MessageRows.List(
            db, state, before, limit, recipients?.Select(static one => one.Id).ToHashSet()));

    /// <summary>A message that was given up is sent again, as if it had not been tried.</summary>
    /// <returns>False = there is no such message, or it was not given up.</returns>
    public Task<bool> SendAgainAsync(long id, Actor actor) => SendAgainAsync(id, actor, null);

    /// <param name="id">The message's.</param>
    /// <param name="actor">Who asks for it.</param>
    /// <param name="recipients">To any of whom he may have it sent; null = to all.</param>
    internal async Task<bool> SendAgainAsync(long id, Actor actor, IReadOnlyList<Recipient>? recipients)
    {
        NoticeMessage? found = null;
        await store.WriteAsync(db =>
        {
            found = MessageRows.Find(db, id);
            if (found is not null && recipients?.Any(one => one.Id == found.RecipientId) == false)
                found = null;
            if (found is not { State: NoticeMessageState.Dead })
                return;
            var now = time.GetUtcNow();
            MessageRows.Again(db, id, now);
            AuditLog.Add(db, now, new AuditEntry(
                actor, AuditActions.NoticeSentAgain, found.Recipient, Detail: $"message {id}",
                Place: AuditPlaces.OfRecipient(db, found.Recipient)));
        }, default);
        if (found is not { State: NoticeMessageState.Dead })
            return false;
        FailingMayDiffer();
        AskedAgain?.Invoke(found.RecipientId);
        return true;
    }

    /// <summary>Within the alerts' own transaction, once their rows are there.</summary>
    internal void Plan(Database db, IReadOnlyList<AlertChange> changes)
    {
        var now = time.GetUtcNow();
        using var add = db.Prepare("INSERT INTO alert_change(alert, body) VALUES(?, ?)");
        foreach (var change in changes)
        {
            var body = JsonSerializer.Serialize(AlertMessages.Of(change, now), ContractJson.Default.AlertMessage);
            add.Bind(1, change.Alert.Id).Bind(2, body).Run();
        }
    }

    /// <summary>The transaction is committed.</summary>
    internal void OnCommitted(IReadOnlyList<AlertChange> changes)
    {
        if (changes.Count == 0)
            return;
        _toPublish.Writer.TryWrite(true);
        _toGiveOut.Writer.TryWrite(true);
    }

    /// <summary>Something was sent or given up.</summary>
    internal void FailingMayDiffer()
    {
        lock (_lock)
            (_failing, _finished) = (null, _finished + 1);
    }

    private static Channel<bool> OneSignal() => Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
}
