using System.CommandLine;
using System.Globalization;
using CheckIn.Bench.View;

namespace CheckIn.Bench.Lanes;

/// <summary>
/// A camera before which nobody stands, in place of <c>rpicam-vid</c>: raw YUV 4:2:0 frames of a hall on its standard
/// output, at their rate, each with noise of its own as a sensor has it. It runs as a process of its own, so that what it
/// costs is not the gate's.
/// </summary>
internal static class IdleCamera
{
    private const string Word = "idle-camera";
    private const int Frames = 8, Noise = 3, Seed = 1;
    private static readonly Option<int> Width = new("--width") { DefaultValueFactory = _ => 640 };
    private static readonly Option<int> Height = new("--height") { DefaultValueFactory = _ => 480 };
    private static readonly Option<double> Rate = new("--framerate") { DefaultValueFactory = _ => 15 };

    internal static Command Create()
    {
        var command = new Command(Word, "Frames for a lane's camera; started by 'lane'.")
        {
            Width, Height, Rate,
        };
        command.Hidden = true;
        command.TreatUnmatchedTokensAsErrors = false;
        command.SetAction((parse, cancellation) => ShowAsync(
            parse.GetValue(Width), parse.GetValue(Height), parse.GetValue(Rate), cancellation));
        return command;
    }

    /// <summary>A lane with such a camera.</summary>
    /// <param name="folder">Where the command that starts it may be put.</param>
    /// <param name="framesPerSecond">Its rate.</param>
    internal static Dictionary<string, string> Settings(string folder, double framesPerSecond)
    {
        var command = Path.Combine(folder, Word);
        File.WriteAllText(command, $"#!/bin/sh\nexec dotnet {typeof(IdleCamera).Assembly.Location} {Word} \"$@\"\n");
        if (!OperatingSystem.IsLinux())
            throw new PlatformNotSupportedException("A gate runs on Linux.");
        File.SetUnixFileMode(command, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return new()
        {
            ["Lanes:0:Scanner:Kind"] = "Camera",
            ["Lanes:0:Scanner:Camera:Driver"] = "Rpicam",
            ["Lanes:0:Scanner:Camera:Command"] = command,
            ["Lanes:0:Scanner:Camera:Width"] = "640",
            ["Lanes:0:Scanner:Camera:Height"] = "480",
            ["Lanes:0:Scanner:Camera:FramesPerSecond"] = framesPerSecond.ToString(CultureInfo.InvariantCulture),
        };
    }

    private static async Task<int> ShowAsync(int width, int height, double rate, CancellationToken cancellation)
    {
        var frames = Draw(width, height);
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1 / rate), TimeProvider.System);
        var output = Console.OpenStandardOutput();
        await using var closing = output.ConfigureAwait(false);
        for (var i = 0; await timer.WaitForNextTickAsync(cancellation).ConfigureAwait(false); i++)
            await output.WriteAsync(frames[i % Frames], cancellation).ConfigureAwait(false);
        return 0;
    }

    private static byte[][] Draw(int width, int height)
    {
        var random = new Random(Seed);
        var hall = new Backdrop(width, height, random);
        var frames = new byte[Frames][];
        for (var i = 0; i < Frames; i++)
        {
            frames[i] = new byte[width * height * 3 / 2];
            Array.Fill(frames[i], (byte)128);
            for (var p = 0; p < width * height; p++)
                frames[i][p] = (byte)Math.Clamp(hall.Pixels[p] + random.Next(-Noise, Noise + 1), 0, 255);
        }
        return frames;
    }
}
