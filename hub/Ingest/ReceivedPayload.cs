using System.Buffers;

namespace CheckIn.Hub.Ingest;

/// <summary>
/// A batch's bytes in one piece, and as much again to put its facts together in; rented, because a batch at its largest
/// would otherwise be an object that only a full collection clears away. Valid until it is disposed of.
/// </summary>
internal readonly struct ReceivedPayload : IDisposable
{
    private readonly byte[] _rented;

    /// <param name="payload">Valid for as long as this is.</param>
    internal ReceivedPayload(in ReadOnlySequence<byte> payload)
    {
        var length = (int)payload.Length;
        if (payload.IsSingleSegment)
        {
            _rented = ArrayPool<byte>.Shared.Rent(length);
            Bytes = payload.First;
            Scratch = _rented.AsMemory(0, length);
            return;
        }
        _rented = ArrayPool<byte>.Shared.Rent(2 * length);
        payload.CopyTo(_rented);
        Bytes = _rented.AsMemory(0, length);
        Scratch = _rented.AsMemory(length, length);
    }

    internal ReadOnlyMemory<byte> Bytes { get; }

    internal Memory<byte> Scratch { get; }

    public void Dispose() => ArrayPool<byte>.Shared.Return(_rented);
}
