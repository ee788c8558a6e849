using System.Diagnostics;
using System.Globalization;

namespace CheckIn.Bench.Fuzz;

/// <summary>Tells now and then how far a long run has come, and how long it will still take.</summary>
internal sealed class FuzzProgress(TextWriter output, long count)
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(10);
    private readonly long _began = Stopwatch.GetTimestamp();
    private TimeSpan _told;

    internal void Tell(long done)
    {
        var spent = Stopwatch.GetElapsedTime(_began);
        if (spent - _told < Pause || done == 0)
            return;
        _told = spent;
        var left = spent * ((double)(count - done) / done);
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{done:#,0} of {count:#,0} inputs, {done / spent.TotalSeconds:#,0} a second, {left:h\\:mm\\:ss} left"));
    }
}
