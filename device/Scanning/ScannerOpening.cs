using CheckIn.Gate.Health;
using CheckIn.Gate.Scanning.Camera;
using CheckIn.Gate.Scanning.Keyboard;
using CheckIn.Gate.Scanning.Pictures;
using CheckIn.Gate.Scanning.Serial;
using CheckIn.Gate.Supervision;

namespace CheckIn.Gate.Scanning;

/// <summary>Makes the scanner that settings name. It opens its device when its codes are asked for.</summary>
internal sealed class ScannerOpening(GateCounters counters, Liveness liveness, TimeProvider time, ILoggerFactory loggers)
{
    /// <param name="lane">For the log and the watchdog's names.</param>
    /// <param name="options">The scanner's section.</param>
    internal IScanner Open(string lane, ScannerOptions options) => options.Kind switch
    {
        ScannerKind.Serial => OpenLine(lane, SerialPort.LineOf(options), options),
        ScannerKind.Keyboard => OpenLine(lane, EventDevice.LineOf(options), options),
        ScannerKind.Camera => OpenCamera(
            lane, CameraComposition.Open(lane, options, liveness, time, loggers.CreateLogger<LiveCamera>()), options),
        _ => OpenCamera(lane, new PictureFolderCamera(options, time), options),
    };

    private LineScanner OpenLine(string lane, ScannerLine line, ScannerOptions options) =>
        new(lane, line, options, counters, liveness, time, loggers.CreateLogger<LineScanner>());

    private CameraScanner OpenCamera(string lane, ICamera camera, ScannerOptions options) =>
        new(lane, camera, options, counters, time, loggers.CreateLogger<CameraScanner>());
}
