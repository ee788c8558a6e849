using System.Diagnostics;

namespace CheckIn.Hardware.Devices;

/// <summary>
/// What is held in front of the kernel's camera (vivid): frames put out at one node are what a capture at the other one
/// sees, in whatever format that capture has asked for.
/// </summary>
internal sealed class Picture : IDisposable
{
    internal const string Device = "/dev/video0";
    private const string Output = "/dev/video1";
    private const string Driver = "/sys/bus/platform/drivers/vivid/";
    private Process? _show;

    /// <summary>The format that the capture has at present.</summary>
    internal static string Format =>
        Answer("-d", Device, "--get-fmt-video").Split('\'') is [_, var format, ..] ? format : "none";

    /// <summary>Shows a frame from now on.</summary>
    internal void Show(string name)
    {
        Hide();
        var format = Format;
        Answer("-d", Output, $"--set-fmt-video-out=width={Frames.Width},height={Frames.Height},pixelformat={format}");
        _show = Start("-d", Output, "--stream-out-mmap", $"--stream-from=/lab/frames/{name}.{format}", "--stream-loop");
    }

    /// <summary>Nothing is shown: the capture sees the kernel's test picture.</summary>
    internal void Hide()
    {
        if (_show is null)
            return;
        _show.Kill();
        _show.WaitForExit();
        _show.Dispose();
        _show = null;
    }

    /// <summary>It stays there and delivers no frame any more.</summary>
    internal static void Stall() => Answer("-d", Device, "--set-ctrl", "percentage_of_dropped_buffers=100");

    internal static void GoOn() => Answer("-d", Device, "--set-ctrl", "percentage_of_dropped_buffers=0");

    internal void Unplug()
    {
        Hide();
        File.WriteAllText(Driver + "unbind", "vivid.0");
    }

    internal static void Plug()
    {
        File.WriteAllText(Driver + "bind", "vivid.0");
        Prepare();
    }

    public void Dispose() => Hide();

    private static void Prepare()
    {
        Answer("-d", Output, "--set-dv-bt-timings", "index=0");
        Answer("-d", Device, "-i", "1");
        Answer("-d", Device, "--set-dv-bt-timings", "index=0");
        Answer("-d", Device, "--set-ctrl", "loop_video=1,osd_text_mode=2");
    }

    private static string Answer(params string[] words)
    {
        using var process = Start(words);
        var answer = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return answer;
    }

    private static Process Start(params string[] words) => Process.Start(
        new ProcessStartInfo("v4l2-ctl", words) { RedirectStandardOutput = true, RedirectStandardError = true })!;
}
