using System.Runtime.InteropServices;
using CheckIn.Gate.Scanning.Camera;

namespace CheckIn.Gate.Tests.Scanning.Camera;

/// <summary>The program's stream, with shell scripts in place of rpicam-vid.</summary>
public sealed partial class RpicamCaptureTests : IDisposable
{
    private static readonly TimeSpan Enough = TimeSpan.FromSeconds(20);
    private readonly string _folder = Directory.CreateTempSubdirectory("checkin-rpicam-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Frames_are_cut_from_the_stream_and_colours_passed_over()
    {
        // 640x480: luminance of one letter, then colours of another; two frames, then silence.
        using var capture = Open("for y in A B; do head -c 307200 /dev/zero | tr '\\0' $y; "
            + "head -c 153600 /dev/zero | tr '\\0' u; read x < gate; done; exec cat gate2");
        var last = 'A' - 1;
        for (var i = 0; i < 2; i++)
        {
            Assert.True(capture.Wait(Enough));
            var frame = capture.Take()!.Value;
            Assert.Equal((640, 480, 640, 307200), (frame.Width, frame.Height, frame.Stride, frame.Pixels.Length));
            Assert.Equal(last + 1, Assert.Single(frame.Pixels.ToArray().Distinct()));
            last = frame.Pixels.Span[0];
            File.WriteAllText(Path.Combine(_folder, "gate"), "\n");
        }
        Assert.False(capture.Wait(TimeSpan.FromMilliseconds(50)));
        Assert.True(Exists(capture.Pid));
        capture.Dispose();
        Assert.False(Exists(capture.Pid));
    }

    [Fact]
    public void Of_frames_that_have_piled_up_the_newest_is_taken()
    {
        using var capture = Open("for y in A B C D; do head -c 460800 /dev/zero | tr '\\0' $y; done; exec cat gate");
        var seen = 0;
        while (seen != 'D')
        {
            Assert.True(capture.Wait(Enough));
            var now = capture.Take()!.Value.Pixels.Span[0];
            Assert.True(now > seen);
            seen = now;
        }
    }

    [Fact]
    public void A_program_that_ends_is_told_with_its_last_words()
    {
        using var capture = Open("echo '*** no cameras available ***' >&2; exit 255");
        var gone = Assert.Throws<CameraException>(() =>
        {
            for (var i = 0; i < 100; i++)
                Assert.False(capture.Wait(TimeSpan.FromMilliseconds(200)));
        });
        Assert.Contains("it ended, saying: *** no cameras available ***", gone.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_program_that_is_not_there_is_named_with_what_to_install()
    {
        var missing = Assert.Throws<CameraException>(
            () => new RpicamCapture(new CameraOptions { Command = "rpicam-of-nowhere" }, TimeProvider.System));
        Assert.Contains("rpicam-of-nowhere", missing.Message, StringComparison.Ordinal);
        Assert.Contains("Camera:Command", missing.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_program_inherits_two_pipes_and_nothing_else_of_ours()
    {
        var told = Path.Combine(_folder, "told");
        Environment.SetEnvironmentVariable("CHECKIN_SECRET", "x");
        // A copy of a descriptor is inherited by whoever does not close it.
        var ours = Enumerable.Range(0, 3).Select(_ => Duplicate(2)).ToList();
        using var capture = Open($"ls /proc/self/fd > {told}.part; env >> {told}.part; mv {told}.part {told}; exec cat gate");
        Assert.True(SpinWait.SpinUntil(() => File.Exists(told), Enough));
        var lines = File.ReadAllLines(told);
        ours.ForEach(fd => _ = Close(fd));
        // The fourth one is the folder that ls is reading.
        Assert.Equal(["0", "1", "2", "3"], lines.Where(line => line.All(char.IsAsciiDigit)));
        Assert.DoesNotContain(lines, line => line.StartsWith("CHECKIN_", StringComparison.Ordinal));
    }

    [Fact]
    public void The_program_is_told_size_rate_and_exposure()
    {
        var told = string.Join(' ', RpicamCapture.Arguments(new CameraOptions
        {
            Driver = CameraDriver.Rpicam,
            Input = 1,
            Exposure = new(TimeSpan.FromMilliseconds(4)),
            Focus = new(8),
        }));
        Assert.Equal(
            "--timeout 0 --nopreview --verbose=0 --flush --codec yuv420 --width 640 --height 480 --framerate 15 --output - --camera 1 "
            + "--shutter 4000 --autofocus-mode manual --lens-position 8", told);
        Assert.Equal((1472, 1104), RpicamCapture.SizeFor(new CameraOptions { Distance = 100 }));
    }

    private RpicamCapture Open(string script)
    {
        var program = Path.Combine(_folder, "rpicam-vid");
        File.WriteAllText(program, $"#!/bin/sh\ncd {_folder}\nmkfifo gate gate2 2>/dev/null\n{script}\n");
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(program, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return new RpicamCapture(new CameraOptions { Driver = CameraDriver.Rpicam, Command = program }, TimeProvider.System);
    }

    [LibraryImport("libc", EntryPoint = "dup")]
    private static partial int Duplicate(int fd);
    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int Close(int fd);

    private static bool Exists(int pid) => Directory.Exists($"/proc/{pid}");
}
