using CheckIn.Contract;
using CheckIn.Gate.Uplink;

namespace CheckIn.Gate.Tests.Uplink;

/// <summary>
/// A gate's uplink around the real plan, with everything about it under the test's control: what is on the wire, what
/// the hub has said, and time. What it makes durable, and in which order, is what the real sender does.
/// </summary>
internal sealed class ModelGate(ModelJournal journal)
{
    private static readonly TimeSpan AckTimeout = TimeSpan.FromSeconds(30);
    private readonly DeliveryPace _pace = new();
    private DeliveryPlan? _plan;

    internal ModelJournal Journal { get; set; } = journal;

    /// <summary>Batches that have left and not arrived; some arrive after the connection is gone.</summary>
    internal List<ModelBatch> Wire { get; } = [];

    /// <summary>The hub's words that have not arrived. They are sent to whoever is connected under the gate's name.</summary>
    internal List<AckMessage> Heard { get; } = [];

    internal bool IsConnected => _plan is not null;

    /// <summary>Set when the birth is to be published.</summary>
    internal bool WantsBirth { get; set; }

    internal List<string> Births => [.. Journal.Epochs.Select(static epoch => epoch.Name)];

    internal bool IsDone => IsConnected && Journal.Epochs.All(epoch =>
        epoch.Delivered == epoch.LastSeq && _plan!.Of(epoch.Name).Window is { Known: true } window && window.Acked >= epoch.LastSeq);

    /// <summary>How it stands, for whoever looks at a failed run.</summary>
    internal string Words => string.Join("\n", Journal.Epochs.Select(epoch => $"{epoch} {_plan?.Of(epoch.Name)}"))
        + $"\nwire {Wire.Count}, heard {Heard.Count}";

    internal void Connect(TimeSpan now)
    {
        _plan = new DeliveryPlan(_pace, AckTimeout, now);
        Heard.Clear();
        WantsBirth = true;
    }

    internal void Disconnect() => _plan = null;

    /// <summary>Sends one batch if it may.</summary>
    internal bool Send(TimeSpan now, int batchEvents)
    {
        if (_plan?.NextToSend(Journal.Epochs) is not { } epoch)
            return false;
        var first = Journal.NextKept(epoch.Name, _plan.Of(epoch.Name).Window.Next);
        if (!_plan.MayBegin(epoch.Name, first))
            return false;
        var batch = Journal.ReadBatch(epoch.Name, first, Math.Min(batchEvents, _plan.MostFrom(epoch.Name, first)));
        if (batch is not null)
            Wire.Add(batch);
        _plan.Sent(epoch.Name, first, batch?.Last ?? first - 1, now);
        return true;
    }

    internal void Hear(TimeSpan now, Func<long> nextFact)
    {
        if (_plan is null || Heard.Count == 0)
            return;
        var ack = Heard[0];
        Heard.RemoveAt(0);
        var epochs = Journal.Epochs;
        if (epochs.FirstOrDefault(known => known.Name == ack.Epoch) is not { } epoch)
            return;
        var outcome = _plan.Take(
            ack, epochs, epoch, seq => Journal.LinkOf(epoch.Name, seq), seq => Journal.NextKept(epoch.Name, seq), now);
        if (outcome.DivergesFrom is { } from)
            Journal.SetDelivered(epoch.Name, from);
        if (outcome.DivergesFrom is not null && epoch.Name == Journal.Current.Name && epochs.Count <= StateMessage.MaxEarlier)
        {
            Journal.OpenEpoch(nextFact(), isConflict: true);
            WantsBirth = true;
        }
        else if (outcome.DivergesFrom is not null)
        {
            Journal.Diverge(epoch.Name);
        }
        Journal.SetDelivered(epoch.Name, outcome.Next.Window.Acked);
    }

    internal void PassTime(TimeSpan now) => WantsBirth |= _plan?.PassTime(Journal.Epochs, now)?.AskForBirth == true;
}
