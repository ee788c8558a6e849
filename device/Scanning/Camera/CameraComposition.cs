using CheckIn.Gate.Supervision;

namespace CheckIn.Gate.Scanning.Camera;

/// <summary>A lane's camera, as its settings name it.</summary>
internal static class CameraComposition
{
    internal static LiveCamera Open(
        string lane, ScannerOptions options, Liveness liveness, TimeProvider time, ILogger logger)
    {
        if (options.Camera.Driver == CameraDriver.Rpicam)
        {
            return new LiveCamera(
                lane, options.Camera.Command, options.Camera, () => new RpicamCapture(options.Camera, time), liveness,
                time, logger);
        }
        var opening = new V4l2Opening(lane, options, logger);
        var name = string.IsNullOrWhiteSpace(options.Device) ? "any camera" : options.Device;
        return new LiveCamera(lane, name, options.Camera, opening.Open, liveness, time, logger);
    }
}
