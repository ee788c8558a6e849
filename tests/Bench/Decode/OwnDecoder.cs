using System.Diagnostics;
using CheckIn.Gate.Scanning.Pictures;
using CheckIn.Gate.Scanning.Qr;

namespace CheckIn.Bench.Decode;

/// <summary>The gate's reader; one instance for all pictures, as in a lane.</summary>
internal sealed class OwnDecoder : IDecoder
{
    /// <summary>Calls of which the shortest counts, here and in the peers' processes.</summary>
    internal const int Repeats = 3;

    private readonly QrReader _reader = new();

    public string Name => "checkin";

    public Reading Read(LuminancePicture picture, ReadEffort effort)
    {
        var (best, bytes) = (double.MaxValue, 0L);
        IReadOnlyList<QrCode> codes = [];
        for (var i = 0; i < Repeats; i++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            var began = Stopwatch.GetTimestamp();
            codes = _reader.Read(picture.Pixels, picture.Width, picture.Height, picture.Width, effort);
            best = Math.Min(best, Stopwatch.GetElapsedTime(began).TotalMilliseconds);
            bytes = GC.GetAllocatedBytesForCurrentThread() - before;
        }
        var read = codes.Select(code => new ReadCode(code.Bytes.ToArray(), code.Text)).ToArray();
        return new(read, best, bytes, _reader.Reached);
    }
}
