using System.Text;
using CheckIn.Contract;
using CheckIn.Fixtures;
using CheckIn.Gate.Health;
using CheckIn.Gate.Scanning;
using CheckIn.Gate.Scanning.Camera;
using CheckIn.Gate.Supervision;
using Microsoft.Extensions.Logging.Abstractions;

namespace CheckIn.Gate.Tests.Scanning.Camera;

/// <summary>A camera that is opened, goes, and comes back, with a device that does what the test says.</summary>
public sealed class LiveCameraTests : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);
    private readonly CancellationTokenSource _ending = new(Limit);
    private readonly Liveness _liveness = new(TimeProvider.System);
    private readonly GateCounters _counters = new();
    private readonly CameraOptions _options = new() { FramesPerSecond = 60, StallAfter = TimeSpan.FromMilliseconds(400) };

    public void Dispose()
    {
        _ending.Cancel();
        _ending.Dispose();
    }

    [Fact]
    public async Task Frames_are_read_on_the_camera_s_own_thread()
    {
        using var camera = Live(() => new Played([Code("một")]));
        await Task.Run(async () =>
        {
            for (var i = 0; i < 3; i++)
            {
                Assert.NotNull(await camera.NextAsync(_ending.Token));
                Assert.Equal("scanner vao", Thread.CurrentThread.Name);
                await Task.Yield(); // the lane decides elsewhere
                Assert.True(Thread.CurrentThread.IsThreadPoolThread);
            }
        });
        Assert.Equal((true, null, "160x160 GREY"), (camera.Status.Ready, camera.Status.Problem, camera.Status.Format));
    }

    [Fact]
    public async Task A_camera_that_goes_or_stalls_is_opened_again_and_its_codes_count_once()
    {
        var devices = new Queue<Func<ICapture>>([
            () => throw new CameraException("/dev/video0: it is not there yet"),
            () => new Played([Code("một"), Code("một")], atEnd: () => throw new CameraException("/dev/video0: it was unplugged")),
            () => new Played([Code("một"), Code("hai")], atEnd: () => false),
            () => new Played([null, null], atEnd: () => false),
            () => new Played([Code("ba")]),
        ]);
        using var scanner = Scanner(Live(() => devices.Count > 1 ? devices.Dequeue()() : devices.Peek()()));
        var codes = new List<string>();
        await foreach (var code in scanner.ReadAsync(_ending.Token))
        {
            codes.Add(Encoding.UTF8.GetString(code.Bytes.Span));
            scanner.Answered(new Answer(Outcome.Refused, Reasons.UnknownCode, "unknown", 1));
            if (codes.Count == 3)
                break;
        }
        Assert.Equal(["một", "hai", "ba"], codes);
        Assert.True(scanner.Status.Ready);
    }

    [Fact]
    public async Task While_there_is_none_the_status_says_why_and_the_loop_still_beats()
    {
        var tried = new SemaphoreSlim(0);
        using var camera = Live(() =>
        {
            tried.Release();
            throw new CameraException("/dev/video0: there is no such camera. Plug it in");
        });
        Assert.Equal((false, "it is not open yet"), (camera.Status.Ready, camera.Status.Problem));
        var next = camera.NextAsync(_ending.Token).AsTask();
        Assert.True(await tried.WaitAsync(Limit));
        Assert.True(await tried.WaitAsync(Limit)); // a second later
        Assert.Equal((false, "/dev/video0: there is no such camera. Plug it in"), (camera.Status.Ready, camera.Status.Problem));
        Assert.Empty(_liveness.Silent());
        await _ending.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => next);
    }

    [Fact]
    public async Task A_stall_is_told_and_a_camera_without_a_frame_is_never_called_ready()
    {
        var opened = new SemaphoreSlim(0);
        using var camera = Live(() =>
        {
            opened.Release();
            return new Played([null], atEnd: () => false);
        });
        var next = camera.NextAsync(_ending.Token).AsTask();
        Assert.True(await opened.WaitAsync(Limit) && await opened.WaitAsync(Limit));
        Assert.False(camera.Status.Ready);
        Assert.Contains("no frame for 0.4 s", camera.Status.Problem, StringComparison.Ordinal);
        Assert.False(next.IsCompleted);
    }

    [Fact]
    public async Task A_camera_that_is_faster_than_asked_is_listened_to_less_often()
    {
        _options.FramesPerSecond = 10;
        var device = new Played([Code("một")], interval: TimeSpan.FromMilliseconds(1));
        using var camera = Live(() => device);
        var began = TimeProvider.System.GetTimestamp();
        for (var i = 0; i < 4; i++)
            await camera.NextAsync(_ending.Token);
        Assert.True(TimeProvider.System.GetElapsedTime(began) >= TimeSpan.FromMilliseconds(3 * 70));
        Assert.True(device.Waited > device.Taken, $"{device.Taken} of {device.Waited} frames were taken");
    }

    [Fact]
    public async Task A_fault_of_ours_ends_the_lane_and_cancelling_closes_the_device()
    {
        using var broken = Live(() => throw new InvalidOperationException("a bug"));
        await Assert.ThrowsAsync<InvalidOperationException>(async () => await broken.NextAsync(_ending.Token));
        var device = new Played([Code("một")]);
        using (var camera = Live(() => device))
        {
            await camera.NextAsync(_ending.Token);
            await _ending.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await camera.NextAsync(_ending.Token));
            // This may run on the camera's own thread still, which cannot wait for itself.
            await Task.Yield();
        }
        Assert.True(device.IsClosed);
    }

    [Fact]
    public async Task The_status_has_the_rate_and_the_focus_and_a_code_that_cannot_be_read_is_counted()
    {
        var destroyed = QrPicture.Draw("không đọc được, vì phần giữa đã bị rách", new QrLook { ModuleSize = 5 }, 320, 240);
        for (var i = 0; i < 90 * 90; i++) // most of its data, but neither finders nor timing nor format
        {
            var (x, y) = (i % 90, i / 90);
            destroyed.Pixels[((75 + y) * 320) + 115 + x] = (byte)(((x / 5) + (2 * (y / 5))) % 3 == 0 ? 30 : 230);
        }
        var blank = GreyPicture.Of(320, 240, 128);
        var shown = Enumerable.Repeat(destroyed, 130).Append(blank).ToArray();
        using var scanner = Scanner(Live(() => new Played(shown, TimeSpan.FromMilliseconds(15))));
        var reading = Task.Run(async () =>
        {
            await foreach (var code in scanner.ReadAsync(_ending.Token))
                Assert.Fail("it was read");
        });
        Assert.True(SpinWait.SpinUntil(() => _counters.Unreadables > 0 || reading.IsCompleted, Limit));
        Assert.True(SpinWait.SpinUntil(() => _counters.Frames > 150 || reading.IsCompleted, Limit));
        Assert.NotEqual(0, _counters.Unreadables);
        Assert.InRange(scanner.Status.FramesPerSecond!.Value, 0.1, 80);
        Assert.NotNull(scanner.Status.Focus);
        await _ending.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => reading);
    }

    private static GreyPicture Code(string text) => QrPicture.Draw(text, new QrLook { ModuleSize = 4 }, 160, 160);

    private LiveCamera Live(Func<ICapture> open) =>
        new("vao", "/dev/video0", _options, open, _liveness, TimeProvider.System, NullLogger.Instance);

    private CameraScanner Scanner(ICamera camera) =>
        new("vao", camera, new ScannerOptions { Kind = ScannerKind.Camera, Camera = _options }, _counters,
            TimeProvider.System, NullLogger.Instance);

    /// <summary>
    /// Shows pictures one after the other (null = a damaged one), each of them until it is taken; then, unless told
    /// otherwise, the last for ever.
    /// </summary>
    private sealed class Played(GreyPicture?[] pictures, TimeSpan? interval = null, Func<bool>? atEnd = null) : ICapture
    {
        private readonly ManualResetEventSlim _never = new(false);
        private int _next;

        internal int Waited { get; private set; }
        internal int Taken { get; private set; }
        internal bool IsClosed { get; private set; }

        public string Device => "/dev/video0";
        public string Format => "160x160 GREY";
        public string Reason => "it is the only one";

        public bool Wait(TimeSpan most)
        {
            Waited++;
            _never.Wait(interval ?? TimeSpan.FromMilliseconds(5));
            return _next < pictures.Length || atEnd is null || atEnd();
        }

        public Frame? Take()
        {
            Taken++;
            var picture = pictures[Math.Min(_next++, pictures.Length - 1)];
            return picture is null ? null : new Frame(picture.Pixels, picture.Width, picture.Height, picture.Width, SceneCut: false);
        }

        public void Dispose() => IsClosed = true;
    }
}
