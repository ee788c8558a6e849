using CheckIn.Gate.Scanning.Pictures;

namespace CheckIn.Gate.Scanning.Camera;

/// <summary>
/// Finds a lane's video device and sets it up: which node, what it shall deliver, exposure and focus. It remembers
/// which camera it was, and finds that one again when it has another number after it was plugged in anew.
/// </summary>
internal sealed class V4l2Opening(string lane, ScannerOptions options, ILogger logger)
{
    /// <summary>
    /// Drivers whose nodes look like cameras to who does not know what they are: the Pi's own picture processors.
    /// </summary>
    private static readonly string[] NoCameras = ["bcm2835-isp", "pispbe", "rp1-cfe-embedded"];

    private const string Absence = "Plug a camera in; a Raspberry Pi's camera module needs Camera:Driver Rpicam";
    private const int MostNamed = 8;
    private readonly CameraOptions _camera = options.Camera;
    private VideoNode? _last;
    private string? _missed;

    /// <exception cref="CameraException">There is none, or none that will do.</exception>
    internal ICapture Open()
    {
        var present = VideoNode.All();
        var paths = VideoNode.Find(options.Device, _last, present);
        if (paths.Count == 0)
            throw new CameraException(Absent(present));
        var isChoice = string.IsNullOrWhiteSpace(options.Device) && _last is null;
        CameraException? first = null;
        foreach (var path in paths)
        {
            try
            {
                return Open(path, present, isChoice);
            }
            catch (CameraException e)
            {
                first ??= e;
            }
        }
        throw first!;
    }

    private V4l2Capture Open(string path, IReadOnlyList<VideoNode> present, bool isChoice)
    {
        var device = new V4l2Device(path);
        try
        {
            if (isChoice && NoCameras.Contains(device.Driver))
                throw new CameraException($"{path}: it is no camera. {Absence}");
            if (_camera.Input is { } input)
                device.SelectInput(input);
            var choice = Choose(device);
            var mode = device.Set(choice);
            var missed = string.Join("; ", V4l2Controls.Apply(device, _camera));
            var capture = new V4l2Capture(device, mode, choice.Reason);
            _last = VideoNode.At(path, present);
            if (missed.Length > 0 && missed != _missed)
                Log.ControlsMissed(logger, lane, capture.Device, missed);
            _missed = missed;
            return capture;
        }
        catch (PictureException e)
        {
            device.Dispose();
            throw new CameraException($"{path}: {e.Message}");
        }
        catch (CameraException)
        {
            device.Dispose();
            throw;
        }
    }

    private CameraChoice Choose(V4l2Device device)
    {
        try
        {
            return CameraNegotiation.Choose(device.Offers(_camera), _camera, JpegDecoder.IsInstalled);
        }
        catch (CameraException e)
        {
            throw new CameraException($"{device.Path} ({device.Name}): {e.Message}");
        }
    }

    private string Absent(IReadOnlyList<VideoNode> present) => present.Count == 0
        ? $"there is no video device. {Absence}"
        : $"none is called '{options.Device}'; there are "
            + $"{string.Join(", ", present.Select(node => $"{node.Path} ({node.Name})").Take(MostNamed))}. "
            + "Set Scanner:Device";
}
