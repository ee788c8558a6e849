using System.CommandLine;
using CheckIn.Bench.Lanes;

namespace CheckIn.Bench;

/// <summary>
/// <c>lane</c>: a whole gate as a process of its own, with its hub. From a code's bytes written to a scanner's line to the
/// edge of that lane's relay, beside bare commits of such a row in the same run; what the process holds in memory, and what
/// it costs while nobody is there and a camera looks at nothing.
/// </summary>
internal static class LaneCommand
{
    private static readonly Option<int> Lanes = new("--lanes")
    {
        DefaultValueFactory = _ => 4,
        Description = "Lanes, each with a scanner on a serial line of its own, 1 to 8.",
    };

    private static readonly Option<double> Rate = new("--rate")
    {
        DefaultValueFactory = _ => 2,
        Description = "Codes a second on each lane, 0.1 to 5.",
    };

    private static readonly Option<int> Count = new("--count")
    {
        DefaultValueFactory = _ => 400,
        Description = "Codes to time in all, 8 to 100,000, after half a minute of warm-up.",
    };

    private static readonly Option<int> Idle = new("--idle")
    {
        DefaultValueFactory = _ => 30,
        Description = "Seconds to watch the idle gate with a camera, 0 (not at all) to 3,600, after half a minute of warm-up.",
    };

    private static readonly Option<bool> Guard = new("--guard") { Description = "The relays' guard is between lane and edge." };

    private static readonly Option<bool> Json = new("--json") { Description = "One flat JSON object a line." };

    internal static Command Create()
    {
        Within(Lanes, 1, 8);
        Within(Rate, 0.1, 5);
        Within(Count, 8, 100_000);
        Within(Idle, 0, 3_600);
        var command = new Command("lane", "Time from a scanner's bytes to the relay edge, memory and idle cost of a gate.")
        {
            Lanes, Rate, Count, Idle, Guard, Json,
        };
        command.SetAction(async (parse, cancellation) =>
        {
            var table = new Table(parse.GetValue(Json));
            var bench = new LaneBench(parse.GetValue(Lanes), parse.GetValue(Rate), parse.GetValue(Count),
                TimeSpan.FromSeconds(parse.GetValue(Idle)), parse.GetValue(Guard), table);
            await bench.MeasureAsync(cancellation).ConfigureAwait(false);
            table.Print();
            return 0;
        });
        return command;
    }

    private static void Within<T>(Option<T> option, T least, T most) where T : IComparable<T> =>
        option.Validators.Add(result =>
        {
            var value = result.GetValueOrDefault<T>()!;
            if (value.CompareTo(least) < 0 || value.CompareTo(most) > 0)
                result.AddError($"{option.Name} is {least} to {most}.");
        });
}
