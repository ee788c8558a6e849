using CheckIn.Contract;

namespace CheckIn.Gate.Health;

/// <summary>An alarm of the board that begins or ends.</summary>
/// <param name="Name">Its word.</param>
/// <param name="Value">too_hot: °C. disk_low: MiB left. Else 1 while it stands, 0 when it ends.</param>
internal readonly record struct BoardAlarm(string Name, long Value, bool Cleared);

/// <summary>
/// What is wrong with the board now, from one look to the next: values in, alarms out. Heat and a full disk have two
/// marks each, so that a figure that trembles around one of them is one alarm.
/// </summary>
internal sealed class BoardAlarms(HealthOptions options)
{
    internal const string UnderVoltage = "under_voltage";
    internal const string Throttled = "throttled";
    internal const string TooHot = "too_hot";
    internal const string DiskLow = "disk_low";
    private const int CoolerBy = 5;
    private Trouble _underVoltage;
    private Trouble _throttled;
    private Trouble _tooHot;
    private Trouble _diskLow;

    internal IReadOnlyList<BoardAlarm> Look(BoardHealth board, long? diskFree, long nowNs)
    {
        var alarms = new List<BoardAlarm>();
        Step(ref _underVoltage, UnderVoltage, board.UnderVoltage, null);
        Step(ref _throttled, Throttled, board.Throttled, null);
        var hot = options.TooHot - (_tooHot.Stands ? CoolerBy : 0);
        Step(ref _tooHot, TooHot, board.TemperatureC is { } degrees ? degrees >= hot : null, (long?)board.TemperatureC);
        var low = options.DiskLow + (_diskLow.Stands ? options.DiskLow / 4 : 0);
        Step(ref _diskLow, DiskLow, diskFree is { } free ? free < low : null, diskFree >> 20);
        return alarms;

        void Step(ref Trouble trouble, string name, bool? bad, long? value)
        {
            trouble = trouble.Step(bad, nowNs, options.ClearAfter, out var edge);
            if (edge != AlarmEdge.None)
                alarms.Add(new BoardAlarm(name, value ?? (edge == AlarmEdge.Raised ? 1 : 0), edge == AlarmEdge.Cleared));
        }
    }
}
