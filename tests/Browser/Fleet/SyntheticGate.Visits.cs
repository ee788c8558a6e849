using System.Buffers;
using CheckIn.Contract;
using CheckIn.Mqtt;

namespace CheckIn.Browser.Tests.Fleet;

/// <summary>Its events, delivered as a gate delivers them: in a chain, as a batch on its own topic.</summary>
internal sealed partial class SyntheticGate
{
    private string Epoch => "epoch-of-" + Id;

    /// <summary>Delivers these, the first that it ever had.</summary>
    internal async Task DeliverAsync(IReadOnlyList<EventDraft> events)
    {
        var (batch, link, seq) = (new ArrayBufferWriter<byte>(), ChainLink.Genesis(Epoch), 0L);
        EventBatch.WriteStart(batch, Epoch, 1, 1, events.Count);
        foreach (var draft in events)
        {
            var fact = new ArrayBufferWriter<byte>();
            EventFact.Write(fact, draft with { Boot = Boot }, ++seq, link);
            ChainLink.Of(fact.WrittenSpan, link);
            if (seq > 1)
                batch.Write(","u8);
            batch.Write(fact.WrittenSpan);
        }
        EventBatch.WriteEnd(batch);
        await _client!.PublishAsync(
            new MqttMessage(Topics.Of(Id, GateTopic.Events), batch.WrittenMemory) { ContentType = ContentTypes.Events });
    }
}
