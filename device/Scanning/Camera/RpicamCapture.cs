using System.Globalization;

namespace CheckIn.Gate.Scanning.Camera;

/// <summary>
/// A Raspberry Pi's camera module, whose pictures libcamera alone can make of what the sensor gives: the program
/// rpicam-vid writes raw frames to its output, luminance first, then the colours, which are passed over. Its frames
/// have no padding if the width is a multiple of 64. Output is read on as long as there is any, so that no frame waits
/// in the pipe.
/// </summary>
internal sealed class RpicamCapture : ICapture
{
    private const int WidthStep = 64, MostWidth = 1920, MostFramesAtOnce = 8;
    private const string Camera = "a Raspberry Pi's camera module";
    private readonly CameraOptions _options;
    private readonly TimeProvider _time;
    private readonly ChildStream _program;
    private readonly byte[] _colours = new byte[64 * 1024];
    private readonly int _width;
    private readonly int _height;
    private readonly int _frameBytes;
    private byte[] _filling;
    private byte[] _newest;
    private byte[] _taken;
    private int _filled;

    /// <exception cref="CameraException">The program cannot be started.</exception>
    internal RpicamCapture(CameraOptions options, TimeProvider time)
    {
        (_options, _time) = (options, time);
        (_width, _height) = SizeFor(options);
        _frameBytes = _width * _height * 3 / 2;
        var pixels = _width * _height;
        (_filling, _newest, _taken) = (new byte[pixels], new byte[pixels], new byte[pixels]);
        _program = new ChildStream(options.Command, Arguments(options));
    }

    public string Device => _options.Input is { } input ? $"{_options.Command} (camera {input})" : _options.Command;

    public string Format => $"{_width}x{_height} YU12 {CameraOffer.Number(_options.FramesPerSecond)}/s";

    public string Reason => Camera;

    internal int Pid => _program.Pid;

    public bool Wait(TimeSpan most)
    {
        var began = _time.GetTimestamp();
        var frames = 0;
        while (frames < MostFramesAtOnce)
        {
            var left = frames > 0 ? TimeSpan.Zero : most - _time.GetElapsedTime(began);
            if (left < TimeSpan.Zero)
                break;
            var count = ReadOn(left);
            if (count == 0 && frames > 0)
                break;
            if (_filled < _frameBytes)
                continue;
            (_newest, _filling, _filled) = (_filling, _newest, 0);
            frames++;
        }
        return frames > 0;
    }

    public Frame? Take()
    {
        (_taken, _newest) = (_newest, _taken);
        return new Frame(_taken, _width, _height, _width, SceneCut: false);
    }

    public void Dispose() => _program.Dispose();

    /// <summary>A size that the program delivers without padding.</summary>
    internal static (int Width, int Height) SizeFor(CameraOptions options)
    {
        if (options is { Width: { } width, Height: { } height })
            return (width, height);
        var wanted = Math.Clamp(CameraNegotiation.WidthFor(options) ?? 0, 640, MostWidth);
        var rounded = (wanted + WidthStep - 1) / WidthStep * WidthStep;
        return (rounded, rounded * 3 / 4);
    }

    internal static IReadOnlyList<string> Arguments(CameraOptions options)
    {
        var (width, height) = SizeFor(options);
        var arguments = new List<string>
        {
            // Without --flush the end of each frame would wait in the program's buffer for the next one.
            "--timeout", "0", "--nopreview", "--verbose=0", "--flush", "--codec", "yuv420", "--width", Text(width),
            "--height", Text(height), "--framerate", Text(options.FramesPerSecond), "--output", "-",
        };
        if (options.Input is { } input)
            arguments.AddRange(["--camera", Text(input)]);
        if (options.Exposure.Fixed is { } exposure)
            arguments.AddRange(["--shutter", Text(Math.Round(exposure.TotalMicroseconds))]);
        else
            arguments.AddRange(["--exposure", "sport"]);
        if (options.Gain.Fixed is { } gain)
            arguments.AddRange(["--gain", Text(gain)]);
        if (options.Focus.Fixed is { } focus)
            arguments.AddRange(["--autofocus-mode", "manual", "--lens-position", Text(focus)]);
        return arguments;
    }

    private static string Text(double number) => number.ToString(CultureInfo.InvariantCulture);

    /// <summary>Some bytes of the frame that is being read.</summary>
    private int ReadOn(TimeSpan most)
    {
        var luma = _filling.AsSpan();
        var target = _filled < luma.Length
            ? luma[_filled..]
            : _colours.AsSpan(0, Math.Min(_colours.Length, _frameBytes - _filled));
        try
        {
            var count = _program.Read(target, most);
            _filled += count;
            return count;
        }
        catch (EndOfStreamException)
        {
            var words = _program.LastWords.Trim().ReplaceLineEndings(" ");
            throw new CameraException($"{Device}: it ended" + (words.Length == 0 ? "" : $", saying: {words}")
                + ". It is started again; 'rpicam-hello --list-cameras' shows which modules are found");
        }
    }
}
