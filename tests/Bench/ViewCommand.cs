using System.CommandLine;
using System.Globalization;
using CheckIn.Bench.Admit;
using CheckIn.Bench.View;

namespace CheckIn.Bench;

/// <summary>
/// <c>view</c>: from a code's coming into a camera's view to the relay's edge, through a whole lane in real time, and
/// the frames a second that the reader alone takes. How a presentation goes is <see cref="Presentation"/>'s matter, what
/// is timed <see cref="ViewOutcome"/>'s.
/// </summary>
internal static class ViewCommand
{
    private const int Misuse = 2, Rehearsals = 3, Seed = 1;

    private static readonly Option<string> Sizes = new("--size")
    {
        DefaultValueFactory = _ => "640x480,1280x720,1920x1080",
        Description = "Sizes of the camera's frames, 320x240 to 3840x2160.",
    };

    private static readonly Option<double> Rate = new("--fps")
    {
        DefaultValueFactory = _ => 15,
        Description = "Frames a second, 5 to 60.",
    };

    private static readonly Option<double> Exposure = new("--exposure")
    {
        DefaultValueFactory = _ => 4,
        Description = "How long the camera's shutter is open for a frame, 0 to 30 ms. The default is that of a lit "
            + "gate; a code that moves by two modules meanwhile is legible to nobody, so that longer ones make people "
            + "wait.",
    };

    private static readonly Option<int> Count = new("--count")
    {
        DefaultValueFactory = _ => 40,
        Description = "Codes presented at each size, 1 to 10,000; each takes about two seconds.",
    };

    private static readonly Option<bool> Json = new("--json") { Description = "One flat JSON object a line." };

    internal static Command Create()
    {
        Count.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() is < 1 or > 10_000)
                result.AddError("--count is 1 to 10,000.");
        });
        Rate.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<double>() is not (>= 5 and <= 60))
                result.AddError("--fps is 5 to 60.");
        });
        Exposure.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<double>() is not (>= 0 and <= 30))
                result.AddError("--exposure is 0 to 30 ms.");
        });
        var command = new Command(
            "view",
            "Shows drawn codes to a whole lane as a camera would, each moving in over an edge and then held by hand, "
            + "and times from the code's coming into view, between two frames, to the relay's edge in the trace of the "
            + "virtual pins (p50_ms, p99_ms), journal included; and from the first frame with the whole code "
            + "(first_frame_ms, the median, and first_frame_p99_ms). A code that is not read counts as read when it "
            + "was gone. Then the frames a second that the reader alone takes on one core.")
        {
            Sizes, Rate, Exposure, Count, Json,
        };
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult arguments, CancellationToken cancellation)
    {
        if (!TryParseSizes(arguments.GetValue(Sizes)!, out var sizes))
        {
            Console.Error.WriteLine("✗ --size takes sizes from 320x240 to 3840x2160, such as 640x480,1280x720.");
            return Misuse;
        }
        var table = new Table(arguments.GetValue(Json));
        var (rate, count) = (arguments.GetValue(Rate), arguments.GetValue(Count));
        var exposure = TimeSpan.FromMilliseconds(arguments.GetValue(Exposure));
        foreach (var (width, height) in sizes)
        {
            var stage = new Stage(width, height, exposure, Seed);
            await MeasureAsync(stage, rate, count, table, cancellation).ConfigureAwait(false);
        }
        foreach (var (width, height) in sizes)
            StreamBench.Run(new Stage(width, height, exposure, Seed + 1), table);
        table.Print();
        return 0;
    }

    private static async Task MeasureAsync(
        Stage stage, double rate, int count, Table table, CancellationToken cancellation)
    {
        var outcomes = new List<ViewOutcome>(count);
        var directory = Directory.CreateTempSubdirectory("checkin-view-");
        try
        {
            var edges = new EdgeTrace(ViewLane.TraceFile(directory.FullName));
            var camera = new RehearsedCamera(stage, rate, Rehearsals, count, edges, outcomes.Add);
            await ViewLane.RunAsync(directory.FullName, camera, cancellation).ConfigureAwait(false);
        }
        finally
        {
            directory.Delete(recursive: true);
        }
        table.Add(Row(stage, rate, outcomes));
    }

    private static (string, object?)[] Row(Stage stage, double rate, List<ViewOutcome> outcomes)
    {
        var (first, entered) = (new Latencies(outcomes.Count), new Latencies(outcomes.Count));
        foreach (var outcome in outcomes)
        {
            first.Add(outcome.FromFirstFrame);
            entered.Add(outcome.FromEntering);
        }
        int[] frames = [.. outcomes.Where(outcome => outcome.Opened).Select(outcome => outcome.FramesToRead).Order()];
        var live = outcomes.Sum(outcome => outcome.Live.TotalSeconds);
        var cpu = outcomes.Sum(outcome => outcome.Cpu.TotalSeconds) / live;
        return
        [
            ("measure", "view"), ("fps", rate), ("size", $"{stage.Width}x{stage.Height}"),
            ("exposure_ms", stage.Exposure.TotalMilliseconds), ("codes", outcomes.Count),
            ("opened", frames.Length), ("p50_ms", Math.Round(entered.Ms(0.5), 1)),
            ("p99_ms", Math.Round(entered.Ms(0.99), 1)), ("first_frame_ms", Math.Round(first.Ms(0.5), 1)),
            ("first_frame_p99_ms", Math.Round(first.Ms(0.99), 1)),
            ("frames_to_read", frames.Length == 0 ? null : frames[frames.Length / 2]),
            ("lost_frames", outcomes.Sum(outcome => outcome.Lost)), ("cpu_percent", Math.Round(100 * cpu, 1)),
        ];
    }

    private static bool TryParseSizes(string text, out List<(int Width, int Height)> sizes)
    {
        sizes = [];
        foreach (var size in text.Split(',', StringSplitOptions.TrimEntries))
        {
            var sides = size.Split('x');
            if (sides.Length != 2
                || !int.TryParse(sides[0], NumberStyles.None, CultureInfo.InvariantCulture, out var width)
                || !int.TryParse(sides[1], NumberStyles.None, CultureInfo.InvariantCulture, out var height)
                || width is < 320 or > 3840 || height is < 240 or > 2160)
                return false;
            sizes.Add((width, height));
        }
        return true;
    }
}
