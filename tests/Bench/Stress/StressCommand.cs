using System.CommandLine;
using CheckIn.Bench.Decode;
using CheckIn.Bench.Decode.Peers;
using CheckIn.Fixtures.Stress;

namespace CheckIn.Bench.Stress;

/// <summary>
/// <c>stress [--kind NAME] [--count 20] [--json] [--peers] [--pictures DIR]</c>: recognition over damage, as curves.
/// </summary>
internal static class StressCommand
{
    internal static Command Create()
    {
        var names = string.Join(", ", StressSet.Kinds.Select(kind => kind.Name));
        var kinds = new Option<string[]>("--kind")
        {
            AllowMultipleArgumentsPerToken = true,
            DefaultValueFactory = _ => [],
            Description = $"Only these kinds of damage: {names}.",
        };
        var count = new Option<int>("--count")
        {
            DefaultValueFactory = _ => 20,
            Description = "Pictures at each strength.",
        };
        var json = new Option<bool>("--json") { Description = "One JSON object a line, a line a strength." };
        var peers = new Option<bool>("--peers")
        {
            Description = "The same pictures are read by zxing-cpp (Debian's python3-zxing-cpp) and zbar (python3-zbar).",
        };
        var pictures = new Option<DirectoryInfo?>("--pictures")
        {
            Description = "Writes the pictures that were not read into this folder, as PNG.",
        };
        var command = new Command("stress", "Reads drawn codes under damage of stated strengths.")
        {
            kinds, count, json, peers, pictures,
        };
        command.SetAction(arguments =>
        {
            var wanted = arguments.GetValue(kinds)!;
            if (wanted.FirstOrDefault(name => StressSet.Kinds.All(kind => kind.Name != name)) is { } unknown)
            {
                Console.Error.WriteLine($"✗ There is no damage called {unknown}; there are {names}.");
                return 2;
            }
            Core.PinThisThread();
            var chosen = StressSet.Kinds.Where(kind => wanted.Length == 0 || wanted.Contains(kind.Name));
            using var bench = new StressBench(
                arguments.GetValue(json), arguments.GetValue(peers), arguments.GetValue(pictures));
            return Draw(bench, chosen, arguments.GetValue(count));
        });
        return command;
    }

    private static int Draw(StressBench bench, IEnumerable<StressKind> kinds, int count)
    {
        try
        {
            foreach (var kind in kinds)
                bench.Run(kind, count);
            return 0;
        }
        catch (PeerException e)
        {
            Console.Error.WriteLine($"✗ {e.Message} The curves end here.");
            return 1;
        }
    }
}
