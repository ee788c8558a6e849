using System.Diagnostics;
using CheckIn.Bench.Decode;
using CheckIn.Gate.Scanning.Pictures;
using CheckIn.Gate.Scanning.Qr;

namespace CheckIn.Bench.Stress;

/// <summary>
/// The gate's reader, the shortest of three calls like the others, but only one call for a picture that takes long:
/// most pictures at the far end of a curve take all the time that the reader has.
/// </summary>
internal sealed class StressDecoder : IDecoder
{
    private const double LongMs = 10;
    private const int FramesToForget = 6;
    private readonly QrReader _reader = new();

    public string Name => "checkin";

    public Reading Read(LuminancePicture picture, ReadEffort effort)
    {
        var best = double.MaxValue;
        IReadOnlyList<QrCode> codes = [];
        for (var i = 0; i < OwnDecoder.Repeats && (i == 0 || best < LongMs); i++)
        {
            Forget();
            var began = Stopwatch.GetTimestamp();
            codes = _reader.Read(picture.Pixels, picture.Width, picture.Height, picture.Width, effort);
            best = Math.Min(best, Stopwatch.GetElapsedTime(began).TotalMilliseconds);
        }
        return new([.. codes.Select(code => new ReadCode(code.Bytes.ToArray(), code.Text))], best, best);
    }

    /// <summary>What other pictures showed must not help with the next, as successive frames of a camera would.</summary>
    private void Forget()
    {
        for (var i = 0; i < FramesToForget; i++)
            _reader.Read([], 0, 0, 0, ReadEffort.Frame);
    }
}
