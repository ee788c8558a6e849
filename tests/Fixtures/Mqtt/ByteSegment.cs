using System.Buffers;

namespace CheckIn.Fixtures.Mqtt;

/// <summary>A buffer in pieces, as a socket delivers it.</summary>
public sealed class ByteSegment : ReadOnlySequenceSegment<byte>
{
    private ByteSegment(ReadOnlyMemory<byte> memory, long index) => (Memory, RunningIndex) = (memory, index);

    /// <summary>The bytes in pieces of one size; the last may be shorter.</summary>
    public static ReadOnlySequence<byte> Chain(byte[] bytes, int size)
    {
        if (bytes.Length == 0)
            return ReadOnlySequence<byte>.Empty;
        ByteSegment? first = null, last = null;
        for (var at = 0; at < bytes.Length; at += size)
        {
            var next = new ByteSegment(bytes.AsMemory(at, Math.Min(size, bytes.Length - at)), at);
            first ??= next;
            if (last is not null)
                last.Next = next;
            last = next;
        }
        return new ReadOnlySequence<byte>(first!, 0, last!, last!.Memory.Length);
    }

    /// <summary>The bytes in two pieces, either of which may be empty.</summary>
    public static ReadOnlySequence<byte> Split(byte[] bytes, int at)
    {
        var first = new ByteSegment(bytes.AsMemory(0, at), 0);
        var last = new ByteSegment(bytes.AsMemory(at), at);
        first.Next = last;
        return new ReadOnlySequence<byte>(first, 0, last, last.Memory.Length);
    }
}
