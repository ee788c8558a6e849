using System.Globalization;
using CheckIn.Gate.Gpio;

namespace CheckIn.Gate.Turnstile.Guard;

/// <summary>
/// The guard's lines in words, as they stand on its command line: <c>linux 17:23:high</c> is a pin, the inherited
/// descriptor of its line, and the level that means on; <c>virtual FILE 17:23:high</c> has the file for its edges besides.
/// </summary>
internal static class GuardedLines
{
    private const string Linux = "linux";
    private const string Virtual = "virtual";
    private const string NoFile = "-";

    internal static IReadOnlyList<string> Words(GpioOptions gpio, IEnumerable<IShareableOutput> outputs) =>
    [
        .. gpio.Driver == GpioDriverKind.Linux ? [Linux] : new[] { Virtual, gpio.TraceFile is { Length: > 0 } file ? file : NoFile },
        .. outputs.Select(output => string.Create(
            CultureInfo.InvariantCulture, $"{output.Pin}:{output.Handle}:{(output.ActiveLow ? "low" : "high")}")),
    ];

    /// <summary>Null for words that no gate has written.</summary>
    internal static IReadOnlyList<IGpioOutput>? TryOpen(string[] words) => words switch
    {
        [Linux, .. var lines] => TryOpen(lines, (pin, handle, _) => LinuxGpioDriver.Adopt(pin, handle)),
        [Virtual, var file, .. var lines] => TryOpen(
            lines, new VirtualGpioDriver(new GpioOptions { TraceFile = file == NoFile ? null : file }, TimeProvider.System).Adopt),
        _ => null,
    };

    private static List<IGpioOutput>? TryOpen(string[] words, Func<int, int, bool, IGpioOutput> open)
    {
        var lines = new List<IGpioOutput>(words.Length);
        foreach (var word in words)
        {
            if (word.Split(':') is not [var pinWord, var handleWord, "high" or "low"]
                || !int.TryParse(pinWord, NumberStyles.None, CultureInfo.InvariantCulture, out var pin)
                || !int.TryParse(handleWord, NumberStyles.None, CultureInfo.InvariantCulture, out var handle))
                return null;
            lines.Add(open(pin, handle, word.EndsWith("low", StringComparison.Ordinal)));
        }
        return lines.Count > 0 ? lines : null;
    }
}
