using System.CommandLine;
using System.Diagnostics;
using CheckIn.Bench.Fuzz;

namespace CheckIn.Bench;

/// <summary><c>fuzz-qr</c>: whether any picture makes the reader fail, hang or read what is not there.</summary>
internal static class FuzzQrCommand
{
    private static readonly Option<long> Count = new("--count")
    {
        DefaultValueFactory = _ => 100_000,
        Description = "Inputs, 1 to 1,000,000,000.",
    };

    private static readonly Option<int> Seed = new("--seed")
    {
        DefaultValueFactory = _ => 1,
        Description = "What the inputs depend on: the same seed gives the same ones.",
    };

    private static readonly Option<long?> Only = new("--only")
    {
        Description = "The number of a single input to try again, as a finding names it.",
    };

    private static readonly Option<bool> Json = new("--json") { Description = "One flat JSON object a line." };

    internal static Command Create()
    {
        Count.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<long>() is < 1 or > 1_000_000_000)
                result.AddError("--count is 1 to 1,000,000,000.");
        });
        var command = new Command(
            "fuzz-qr",
            "Reads mutated frames and module grids, a few with Still effort. Progress and findings go to standard "
            + "error, a finding with how to repeat it: crash (an exception), hang (more than 0.4 s on a core for a "
            + "frame, 5 s for a still, twice), misread (another text although at most 3 modules were flipped), phantom "
            + "(text where no code was drawn). Pictures lie against forbidden memory: reading outside one ends the "
            + "process. Exit code 1 after any crash or hang.")
        {
            Count, Seed, Only, Json,
        };
        command.SetAction((arguments, _) => RunAsync(arguments));
        return command;
    }

    private static async Task<int> RunAsync(ParseResult arguments)
    {
        var only = arguments.GetValue(Only);
        var fuzz = new QrFuzz(arguments.GetValue(Seed), Console.Error);
        var began = Stopwatch.GetTimestamp();
        var tally = only is { } index
            ? await fuzz.RunAsync(index, 1, workers: 1).ConfigureAwait(false)
            : await fuzz.RunAsync(0, arguments.GetValue(Count), Environment.ProcessorCount).ConfigureAwait(false);
        var seconds = Stopwatch.GetElapsedTime(began).TotalSeconds;
        var table = new Table(arguments.GetValue(Json));
        table.Add(
            ("target", "qr"), ("inputs", tally.Inputs), ("crashes", tally.Crashes), ("hangs", tally.Hangs),
            ("misreads", tally.Misreads), ("phantoms", tally.Phantoms), ("reads", tally.Reads),
            ("longest_frame_ms", Math.Round(tally.LongestFrameMs, 1)),
            ("longest_still_ms", Math.Round(tally.LongestStillMs, 1)),
            ("peak_rss_mb", Math.Round(PeakMemory.Megabytes(), 1)), ("seconds", Math.Round(seconds, 1)),
            ("seed", arguments.GetValue(Seed)));
        table.Print();
        return tally.Crashes + tally.Hangs > 0 ? 1 : 0;
    }
}
