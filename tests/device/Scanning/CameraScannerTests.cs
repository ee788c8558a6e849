using System.Text;
using System.Text.Json;
using CheckIn.Contract;
using CheckIn.Fixtures;
using CheckIn.Gate.Health;
using CheckIn.Gate.Scanning;
using CheckIn.Gate.Scanning.Pictures;
using CheckIn.Gate.Tests.Journal;

namespace CheckIn.Gate.Tests.Scanning;

public sealed class CameraScannerTests : IDisposable
{
    private const int AllShown = 1104;
    private readonly string _folder = Directory.CreateTempSubdirectory("checkin-camera-").FullName;
    private readonly GateCounters _counters = new();
    private readonly ScannerOptions _options;

    public CameraScannerTests() => _options = new ScannerOptions
    {
        Kind = ScannerKind.Pictures,
        Folder = _folder,
        Mode = PicturesMode.Once,
        FramesPerSecond = 120,
        TraceFile = Path.Combine(_folder, "trace.jsonl"),
    };

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Pictures_are_shown_once_in_the_order_of_their_names_each_a_scene_of_its_own()
    {
        Save("b.png", Drawn("mã hai"));
        Save("a.png", Drawn("mã một"));
        Save("c.png", Drawn("mã hai")); // the same code in a new scene counts again
        File.WriteAllText(Path.Combine(_folder, "d.png"), "no picture at all");
        Save("e.png", GreyPicture.Of(64, 64, 200));
        File.WriteAllText(Path.Combine(_folder, "ghi-chú.txt"), "passed over");
        Assert.Equal(["mã một", "mã hai", "mã hai"], await ReadAllAsync(new PictureFolderCamera(_options, TimeProvider.System)));
        var trace = File.ReadAllLines(_options.TraceFile!);
        var lines = trace[..^1].Select(line => JsonSerializer.Deserialize<JsonElement>(line)).ToList();
        Assert.Equal(
            ["a.png refused", "b.png refused", "c.png refused", "d.png undecodable", "e.png unreadable"],
            lines.Select(line => $"{line.GetProperty("picture")} {line.GetProperty("result")}"));
        Assert.Equal((Reasons.UnknownCode, 7), (lines[0].GetProperty("reason").GetString(), lines[0].GetProperty("seq").GetInt64()));
        Assert.Equal("It is neither PNG nor JPEG.", lines[3].GetProperty("note").GetString());
        Assert.Equal("""{"finished":true,"pictures":5,"unreadable":2}""", trace[^1]);
        Assert.Equal((5, 3), (_counters.Frames, _counters.Reads));
        Assert.DoesNotContain("hai", string.Concat(trace), StringComparison.Ordinal); // never what a code said
    }

    /// <summary>A live camera has no scene cuts: what stays in view is one code, however many frames show it.</summary>
    [Fact]
    public async Task A_code_held_before_a_camera_is_one_code()
    {
        var (one, two, nothing) = (Drawn("mã một"), Drawn("mã hai"), GreyPicture.Of(160, 160, 160));
        Assert.Equal(["mã một", "mã hai"], await ReadAllAsync(new Frames([one, one, nothing, one, two, one, two])));
        Assert.Equal((7, 6), (_counters.Frames, _counters.Reads));
    }

    /// <summary>A decision that takes long, such as on a slow disk, must not make a code out of the one still held up.</summary>
    [Fact]
    public async Task A_code_that_is_held_while_nobody_looks_is_still_one_code()
    {
        var one = Drawn("mã một");
        var time = new SteppedTime(DateTimeOffset.UnixEpoch);
        var ended = new LogSignal(AllShown);
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        using var scanner = new CameraScanner("vao", new Frames([one, one, one]), _options, _counters, time, ended);
        var codes = 0;
        var lane = Task.Run(async () =>
        {
            await foreach (var code in scanner.ReadAsync(limit.Token))
            {
                codes++;
                time.Pass(TimeSpan.FromSeconds(20));
                scanner.Answered(new Answer(Outcome.Refused, Reasons.UnknownCode, "unknown", 7));
            }
        });
        await Task.WhenAny(ended.Raised, lane);
        Assert.Equal((1, 3), (codes, _counters.Reads));
        await limit.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => lane);
    }

    [Fact]
    public async Task Two_codes_in_one_frame_are_both_read()
    {
        var (left, right) = (Drawn("mã một"), Drawn("mã hai"));
        var both = GreyPicture.Of(left.Width + right.Width, left.Height, 160);
        for (var y = 0; y < both.Height; y++)
        {
            left.Pixels.AsSpan(y * left.Width, left.Width).CopyTo(both.Pixels.AsSpan(y * both.Width));
            right.Pixels.AsSpan(y * right.Width, right.Width).CopyTo(both.Pixels.AsSpan((y * both.Width) + left.Width));
        }
        Assert.Equal(["mã hai", "mã một"], (await ReadAllAsync(new Frames([both, both]))).Order(StringComparer.Ordinal));
    }

    private static GreyPicture Drawn(string text) => QrPicture.Draw(text, new QrLook { ModuleSize = 4 }, 160, 160);

    private void Save(string name, GreyPicture picture) => PngWriter.Save(picture, Path.Combine(_folder, name));

    /// <summary>What a lane that refuses everything is handed until the pictures end.</summary>
    private async Task<List<string>> ReadAllAsync(ICamera camera)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        var ended = new LogSignal(AllShown);
        using var scanner = new CameraScanner("vao", camera, _options, _counters, TimeProvider.System, ended);
        var codes = new List<string>();
        var lane = Task.Run(async () =>
        {
            await foreach (var code in scanner.ReadAsync(limit.Token))
            {
                codes.Add(Encoding.UTF8.GetString(code.Bytes.Span));
                scanner.Answered(new Answer(Outcome.Refused, Reasons.UnknownCode, "unknown", 7));
            }
        });
        await Task.WhenAny(ended.Raised, lane);
        Assert.False(lane.IsCompleted, lane.Exception?.ToString()); // the lane idles when all are shown
        await limit.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => lane);
        return codes;
    }

    private sealed class Frames(GreyPicture[] pictures) : ICamera
    {
        public ScannerStatus Status => new(true, "frames");

        private int _next;

        public ValueTask<Frame?> NextAsync(CancellationToken cancellation) => ValueTask.FromResult<Frame?>(
            _next == pictures.Length ? null
                : new Frame(pictures[_next].Pixels, pictures[_next].Width, pictures[_next].Height, pictures[_next++].Width, SceneCut: false));
    }
}
