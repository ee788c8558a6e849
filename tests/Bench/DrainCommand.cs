using System.CommandLine;
using CheckIn.Bench.Drain;

namespace CheckIn.Bench;

/// <summary>
/// <c>drain</c>: a gate that was long without a hub delivers its journal; both are the real programs. Beside it SQLite
/// alone inserts the same rows in turns.
/// </summary>
internal static class DrainCommand
{
    internal static Command Create()
    {
        var events = new Option<int>("--events")
        {
            Description = "Events in the gate's journal.",
            DefaultValueFactory = _ => 1_000_000,
        };
        var turns = new Option<int>("--turns")
        {
            Description = "Turns of the hub and its yardstick; one more is warm-up.",
            DefaultValueFactory = _ => 19,
        };
        var watch = new Option<int>("--watch")
        {
            Description = "Seconds of 20,000 events each, after the drain, in which the hub's memory is watched; "
                + "30 at least, or 0.",
            DefaultValueFactory = _ => 60,
        };
        var json = new Option<bool>("--json") { Description = "One flat JSON object a line." };
        var command = new Command("drain", "A gate's backlog drained into the hub.")
        {
            events, turns, watch, json,
        };
        command.SetAction(async (parse, cancellation) =>
        {
            var table = new Table(parse.GetValue(json));
            var bench = new DrainBench(
                parse.GetValue(events), parse.GetValue(turns), TimeSpan.FromSeconds(parse.GetValue(watch)), table);
            await bench.MeasureAsync(cancellation).ConfigureAwait(false);
            table.Print();
            return 0;
        });
        return command;
    }
}
