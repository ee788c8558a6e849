using System.CommandLine;
using CheckIn.Bench.Ingest;

namespace CheckIn.Bench;

/// <summary>
/// <c>ingest</c>: durable events a second from many gates at once, and how long the hub's acknowledgement takes, beside
/// SQLite alone inserting the same rows in turns.
/// </summary>
internal static class IngestCommand
{
    private static readonly IngestShape[] Usual = [new(50, 100, 1), new(200, 50, 1), new(1000, 10, 1)];

    internal static Command Create()
    {
        var events = new Option<int>("--events")
        {
            Description = "Events of each row.",
            DefaultValueFactory = _ => 400_000,
        };
        var turns = new Option<int>("--turns")
        {
            Description = "Turns of the hub and its yardstick; one more is warm-up.",
            DefaultValueFactory = _ => 8,
        };
        var gates = new Option<int>("--gates") { Description = "Gates; with it one row instead of the usual ones." };
        var batch = new Option<int>("--batch")
        {
            Description = "Events in a batch, with --gates.",
            DefaultValueFactory = _ => 100,
        };
        var window = new Option<int>("--under-way")
        {
            Description = "Batches of one gate under way, with --gates.",
            DefaultValueFactory = _ => 1,
        };
        var json = new Option<bool>("--json") { Description = "One flat JSON object a line." };
        var command = new Command("ingest", "Durable events a second from many gates at once.")
        {
            events, turns, gates, batch, window, json,
        };
        command.SetAction(async (parse, cancellation) =>
        {
            var table = new Table(parse.GetValue(json));
            var bench = new IngestBench(parse.GetValue(events), parse.GetValue(turns), table);
            var shapes = parse.GetValue(gates) is > 0 and var count
                ? [new IngestShape(count, parse.GetValue(batch), parse.GetValue(window))]
                : Usual;
            foreach (var shape in shapes)
                await bench.MeasureAsync(shape, cancellation).ConfigureAwait(false);
            table.Print();
            return 0;
        });
        return command;
    }
}
