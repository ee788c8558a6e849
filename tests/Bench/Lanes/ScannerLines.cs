using System.Globalization;
using CheckIn.Fixtures;

namespace CheckIn.Bench.Lanes;

/// <summary>Serial lines with a scanner's end here and a lane's at the gate; each lane has a relay of its own.</summary>
internal sealed class ScannerLines : IDisposable
{
    private const int FirstRelay = 100;
    private readonly PseudoTerminal[] _lines;

    internal ScannerLines(int lanes) => _lines = [.. Enumerable.Range(0, lanes).Select(_ => new PseudoTerminal())];

    internal static int RelayOf(int lane) => FirstRelay + lane;

    /// <summary>The lanes' settings.</summary>
    internal Dictionary<string, string> Settings
    {
        get
        {
            var settings = new Dictionary<string, string>();
            for (var lane = 0; lane < _lines.Length; lane++)
            {
                var key = string.Create(CultureInfo.InvariantCulture, $"Lanes:{lane}:");
                settings[key + "Name"] = string.Create(CultureInfo.InvariantCulture, $"lan-{lane}");
                settings[key + "Direction"] = lane % 2 == 0 ? "In" : "Out";
                settings[key + "Scanner:Kind"] = "Serial";
                settings[key + "Scanner:Device"] = _lines[lane].Device;
                settings[key + "Turnstile:RelayPin"] = RelayOf(lane).ToString(CultureInfo.InvariantCulture);
                settings[key + "Turnstile:Pulse"] = "00:00:00.1000000";
                settings[key + "Indicator:GreenPin"] = (200 + lane).ToString(CultureInfo.InvariantCulture);
                settings[key + "Indicator:RedPin"] = (300 + lane).ToString(CultureInfo.InvariantCulture);
            }
            return settings;
        }
    }

    /// <summary>A scanner reads a code: the bytes go out at once, with a CR behind them.</summary>
    internal void Scan(int lane, ReadOnlySpan<byte> code)
    {
        Span<byte> line = stackalloc byte[code.Length + 1];
        code.CopyTo(line);
        line[^1] = (byte)'\r';
        _lines[lane].Write(line);
    }

    public void Dispose()
    {
        foreach (var line in _lines)
            line.Dispose();
    }
}
