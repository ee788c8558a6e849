using System.Runtime.Intrinsics;

namespace CheckIn.Gate.Scanning.Camera;

/// <summary>The luminance of pixels that share their colours in pairs: every second byte.</summary>
internal static class LumaGather
{
    /// <param name="source">Rows of two bytes a pixel, <paramref name="stride"/> apart.</param>
    /// <param name="target">Becomes the luminance, without padding.</param>
    /// <param name="odd">The luminance is the second byte of two.</param>
    internal static void Gather(
        ReadOnlySpan<byte> source, int stride, int width, int height, bool odd, Span<byte> target)
    {
        for (var y = 0; y < height; y++)
            GatherRow(source.Slice(y * stride, 2 * width), odd, target.Slice(y * width, width));
    }

    private static void GatherRow(ReadOnlySpan<byte> row, bool odd, Span<byte> target)
    {
        var x = 0;
        var lowerHalf = Vector256.Create((ushort)0xFF);
        // A pair of bytes is one little-endian number; narrowing keeps its lower half.
        for (; x + Vector256<byte>.Count <= target.Length; x += Vector256<byte>.Count)
        {
            var lower = Vector256.Create(row[(2 * x)..]).AsUInt16();
            var upper = Vector256.Create(row[((2 * x) + Vector256<byte>.Count)..]).AsUInt16();
            if (odd)
                (lower, upper) = (lower >>> 8, upper >>> 8);
            Vector256.Narrow(lower & lowerHalf, upper & lowerHalf).CopyTo(target[x..]);
        }
        for (var at = odd ? 1 : 0; x < target.Length; x++)
            target[x] = row[(2 * x) + at];
    }
}
