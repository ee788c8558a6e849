using System.Buffers;
using CheckIn.Contract;

namespace CheckIn.Hub.Ingest;

/// <summary>Hears what gates say on one of their topics; see <see cref="Broker.IGateInbox"/> for when and how.</summary>
internal interface IGateListener
{
    /// <summary>The topic; each has one listener at most.</summary>
    GateTopic Topic { get; }

    /// <summary>Bad bytes are its to count and to log; what it throws ends the gate's connection.</summary>
    ValueTask HearAsync(string gate, ReadOnlySequence<byte> payload, CancellationToken cancellation);
}
