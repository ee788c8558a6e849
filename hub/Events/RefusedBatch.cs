using CheckIn.Contract;

namespace CheckIn.Hub.Events;

/// <summary>A batch that the hub cannot take, as far as it says what it is.</summary>
/// <param name="Gate">Whose it is.</param>
/// <param name="Epoch">Of which journal; null = it does not say.</param>
/// <param name="First">Its first number; null = it does not say.</param>
/// <param name="Last">Its last number; null = it does not say.</param>
/// <param name="Reason">One of <see cref="RefusalReasons"/>.</param>
/// <param name="Why">In words, for whoever inspects it.</param>
/// <param name="Payload">The batch.</param>
internal sealed record RefusedBatch(
    string Gate, string? Epoch, long? First, long? Last, string Reason, string Why, ReadOnlyMemory<byte> Payload)
{
    /// <summary>Oldest number of the run that it is of, or null; what is below cannot be asked for.</summary>
    internal long? FirstRetained { get; init; }

    /// <summary>
    /// It is one event and will never be another: the gate has halved until here, and the position steps over it. What
    /// a newer gate says is offered again, to a newer hub.
    /// </summary>
    internal bool IsFinal => Epoch is not null && First is not null && First == Last && Reason != RefusalReasons.Unsupported;
}
