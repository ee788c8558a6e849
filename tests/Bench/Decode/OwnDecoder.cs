using CheckIn.Gate.Scanning.Pictures;
using CheckIn.Gate.Scanning.Qr;

namespace CheckIn.Bench.Decode;

/// <summary>
/// The gate's reader; one instance for all pictures, as in a lane. It works on the calling thread alone.
/// </summary>
/// <param name="repeatBelowMs">Only a shorter measurement is repeated.</param>
internal sealed class OwnDecoder(double repeatBelowMs = double.MaxValue) : IDecoder
{
    /// <summary>Measurements of which the shortest counts, here and in the peers' processes.</summary>
    internal const int Repeats = 3;

    // Four seconds of a camera.
    private const int FramesWatched = 60;
    private const int FramesToForget = 6;

    private readonly QrReader _reader = new();

    public string Name => "checkin";

    public Reading Read(LuminancePicture picture, ReadEffort effort) => Measure(picture, effort, calls: 1);

    /// <summary>
    /// The reader spreads its dearer looks over many frames, so the mean differs from the median. The first frames are
    /// left out: a gate watches for months, and the buffers for a camera's size are made once.
    /// </summary>
    public Reading Watch(LuminancePicture picture)
    {
        for (var i = 0; i < FramesWatched; i++)
            _reader.Read(picture.Pixels, picture.Width, picture.Height, picture.Width);
        return Measure(picture, ReadEffort.Frame, FramesWatched);
    }

    /// <summary>What other pictures showed must not help with the next, as successive frames of a camera would.</summary>
    private void Forget()
    {
        for (var i = 0; i < FramesToForget; i++)
            _reader.Read([], 0, 0, 0, ReadEffort.Frame);
    }

    private Reading Measure(LuminancePicture picture, ReadEffort effort, int calls)
    {
        var (median, mean, bytes) = (double.MaxValue, double.MaxValue, 0L);
        var times = new double[calls];
        IReadOnlyList<QrCode> codes = [];
        for (var i = 0; i < Repeats && (i == 0 || median < repeatBelowMs); i++)
        {
            if (calls == 1)
                Forget();
            var allocated = GC.GetAllocatedBytesForCurrentThread();
            foreach (ref var time in times.AsSpan())
            {
                var before = ThreadTime.Now;
                codes = _reader.Read(picture.Pixels, picture.Width, picture.Height, picture.Width, effort);
                time = (ThreadTime.Now - before).TotalMilliseconds;
            }
            bytes = (GC.GetAllocatedBytesForCurrentThread() - allocated + calls - 1) / calls;
            Array.Sort(times);
            (median, mean) = (Math.Min(median, times[calls / 2]), Math.Min(mean, times.Average()));
        }
        return new([.. codes.Select(Read)], median, mean, bytes, _reader.Reached);
    }

    private static ReadCode Read(QrCode code)
    {
        var spare = QrVersion.CheckWordsPerBlock(code.Version, code.Level)
            - QrVersion.MisdecodeProtection(code.Version, code.Level);
        var correctable = QrVersion.Blocks(code.Version, code.Level) * (spare / 2);
        return new(code.Bytes.ToArray(), code.Text, IsCertain: 2 * code.ErrorsCorrected <= correctable);
    }
}
