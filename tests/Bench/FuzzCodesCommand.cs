using System.CommandLine;
using CheckIn.Bench.Fuzz;
using CheckIn.Bench.Fuzz.Codes;
using CheckIn.Fixtures;

namespace CheckIn.Bench;

/// <summary><c>fuzz-codes</c>: whether any code makes its reading fail, hang or grow.</summary>
internal static class FuzzCodesCommand
{
    private static readonly Option<long> Count = new("--count")
    {
        DefaultValueFactory = _ => 100_000,
        Description = "Inputs of each format, 1 to 1,000,000,000.",
    };

    private static readonly Option<int> Seed = new("--seed")
    {
        DefaultValueFactory = _ => 1,
        Description = "What the inputs depend on: the same seed gives the same ones, but for signatures.",
    };

    private static readonly Option<long?> Only = new("--only")
    {
        Description = "The number of a single input to try again, as a finding names it.",
    };

    private static readonly Option<string?> Target = new("--target") { Description = "One format alone, by its name." };

    private static readonly Option<bool> Json = new("--json") { Description = "One flat JSON object a line." };

    internal static Command Create()
    {
        Count.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<long>() is < 1 or > 1_000_000_000)
                result.AddError("--count is 1 to 1,000,000,000.");
        });
        var command = new Command(
            "fuzz-codes",
            "Reads mutated codes of every format, what lies within those that are signed, and the lists that a hub hands out. "
            + "Findings go to standard error with how to repeat them: crash (an exception, two ways of reading that disagree, or "
            + "something believed that nobody signed), hang (more than 0.25 s on a core). growth_mb is by how much the process's "
            + "peak rose while a format was tried. A million inputs of each take half an hour on two cores. Exit code 1 after "
            + "any crash or hang.")
        {
            Count, Seed, Only, Target, Json,
        };
        command.SetAction(Run);
        return command;
    }

    private static int Run(ParseResult arguments)
    {
        using var health = new SyntheticHealth();
        using var passes = new SyntheticPasses();
        var (seed, only) = (arguments.GetValue(Seed), arguments.GetValue(Only));
        var targets = CodeTarget.All(seed, health, passes)
            .Where(target => arguments.GetValue(Target) is not { } name || name == target.Name).ToArray();
        if (targets.Length == 0)
        {
            Console.Error.WriteLine("✗ No format goes by that name; without --target every one is tried and named.");
            return 2;
        }
        var (table, fuzz, bad) = (new Table(arguments.GetValue(Json)), new CodeFuzz(seed, Console.Error), 0L);
        foreach (var target in targets)
        {
            var tally = fuzz.Run(target, only ?? 0, only is null ? arguments.GetValue(Count) : 1);
            bad += tally.Crashes + tally.Hangs;
            table.Add(
                ("target", target.Name), ("inputs", tally.Inputs), ("crashes", tally.Crashes), ("hangs", tally.Hangs),
                ("inputs_per_s", Math.Round(tally.PerSecond)), ("growth_mb", Math.Round(tally.GrowthMb, 1)),
                ("peak_rss_mb", Math.Round(PeakMemory.Megabytes(), 1)), ("seed", seed));
        }
        table.Print();
        return bad > 0 ? 1 : 0;
    }
}
