using System.CommandLine;
using CheckIn.Bench.Mqtt;
using CheckIn.Fixtures.Mqtt;

namespace CheckIn.Bench;

/// <summary>
/// <c>mqtt</c>: the hub's endpoint, a process of its own, and with <c>--peers</c> Debian's mosquitto, in turns in the
/// same run. Fan-in, fan-out, latency at an offered rate, and what an idle client takes.
/// </summary>
internal static class MqttCommand
{
    private static readonly TimeSpan Warmup = TimeSpan.FromSeconds(1);
    private static readonly (int Clients, int InFlight)[] Shapes = [(1, 1), (1, 20), (50, 1), (500, 1)];

    private enum Part
    {
        In,
        Out,
        Rate,
        Idle,
        IdleTls,
    }

    internal static Command Create()
    {
        var peers = new Option<bool>("--peers") { Description = "Mosquitto in the same run." };
        var parts = new Option<Part[]>("--only")
        {
            Description = "In, Out, Rate, Idle or IdleTls; may be given several times.",
            DefaultValueFactory = _ => Enum.GetValues<Part>(),
        };
        var seconds = new Option<double>("--seconds")
        {
            Description = "Of one measurement.",
            DefaultValueFactory = _ => 3,
        };
        var rounds = new Option<int>("--rounds")
        {
            Description = "Measurements of each case, of which the median stands.",
            DefaultValueFactory = _ => 3,
        };
        var rate = new Option<int>("--rate")
        {
            Description = "Messages offered a second.",
            DefaultValueFactory = _ => 5000,
        };
        var idle = Counts("--idle", "Idle connections without TLS.", [1000, 5000, 10_000, 19_000]);
        var idleTls = Counts("--idle-tls", "Idle connections with mutual TLS.", [500, 2000]);
        var json = new Option<bool>("--json") { Description = "One flat JSON object a line." };
        var command = new Command("mqtt", "The hub's MQTT endpoint under load, and with idle clients.")
        {
            peers, parts, seconds, rounds, rate, idle, idleTls, json,
        };
        command.SetAction(async (parse, cancellation) =>
        {
            var bench = new MqttBench(parse.GetValue(peers), parse.GetValue(rounds), Warmup,
                TimeSpan.FromSeconds(parse.GetValue(seconds)), new Table(parse.GetValue(json)));
            foreach (var part in parse.GetValue(parts)!.Distinct())
            {
                await (part switch
                {
                    Part.Idle => bench.IdleAsync(parse.GetValue(idle)!, tls: false, cancellation),
                    Part.IdleTls => bench.IdleAsync(parse.GetValue(idleTls)!, tls: true, cancellation),
                    _ => bench.LoadAsync(Cases(part, parse.GetValue(rate)), cancellation),
                }).ConfigureAwait(false);
            }
            bench.Print();
            return 0;
        });
        return command;
    }

    private static IEnumerable<LoadCase> Cases(Part part, int rate) => part switch
    {
        Part.Rate =>
        [
            new LoadCase(50, 20, 1, LoadDirection.In) { Rate = rate },
            new LoadCase(50, 20, 0, LoadDirection.In) { Rate = rate },
        ],
        _ => from qos in (int[])[1, 0]
             from shape in Shapes
             select new LoadCase(
                 shape.Clients, shape.InFlight, qos, part == Part.In ? LoadDirection.In : LoadDirection.Out),
    };

    private static Option<int[]> Counts(string name, string description, int[] usual) => new(name)
    {
        Description = description + " May be given several times, in ascending order.",
        DefaultValueFactory = _ => usual,
        AllowMultipleArgumentsPerToken = true,
    };
}
