#pragma warning disable CS9113 // read by what gives changes out to recipients
using System.Text.Json;
using System.Threading.Channels;
using CheckIn.Contract;
using CheckIn.Hub.Events;
using CheckIn.Hub.Sites;
using CheckIn.Storage;

namespace CheckIn.Hub.Alerts;

/// <summary>
/// Who is told what, when: each recipient gets one message of all that happened within a moment. What is to be told is
/// kept in the transaction that changes the alerts, a row for each change, so nothing is told twice or forgotten; who
/// hears of it is worked out afterwards, in transactions of its own, so that a storm does not hold up the events that
/// wait for the same thread.
/// </summary>
public sealed class NoticeDesk(EventStore store, SiteRegister sites, TimeProvider time)
{
    /// <summary>A publisher and a sender; each is woken once however much there is.</summary>
    private readonly Channel<bool> _toPublish = OneSignal(), _toGiveOut = OneSignal();

    /// <summary>Has something to read when there are changes to publish.</summary>
    internal ChannelReader<bool> ToPublish => _toPublish.Reader;

    /// <summary>Has something to read when there are changes for recipients.</summary>
    internal ChannelReader<bool> ToGiveOut => _toGiveOut.Reader;

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

    private static Channel<bool> OneSignal() => Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
}
