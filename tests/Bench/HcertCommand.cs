using System.CommandLine;
using CheckIn.Bench.Health;

namespace CheckIn.Bench;

/// <summary><c>hcert</c>: whether health certificates of others are judged as their makers expect.</summary>
internal static class HcertCommand
{
    private const int NotMeasured = 1;

    private static readonly Argument<DirectoryInfo[]> Folders = new Argument<DirectoryInfo[]>("DIR")
    {
        Arity = ArgumentArity.OneOrMore,
        Description = "Folders of test vectors as the EU's collection has them (JSON with EXPECTEDRESULTS and TESTCTX) and of "
            + "pictures, at any depth and in any layout.",
    }.AcceptExistingOnly();

    private static readonly Option<bool> List = new("--list")
    {
        Description = "Also one row for each disagreement and each picture that was not read; known_issues.csv, where there "
            + "is one, says which are bad data.",
    };

    private static readonly Option<bool> Json = new("--json") { Description = "One flat JSON object a line." };

    internal static Command Create()
    {
        var command = new Command(
            "hcert",
            "Judges each vector by its own certificate at its own clock, and counts those in which every stated expectation is "
            + "met; reads every picture with the gate's reader and verifies what is in it. Pictures that are called Aztec "
            + "are left out.")
        {
            Folders, List, Json,
        };
        command.SetAction(Run);
        return command;
    }

    private static int Run(ParseResult arguments)
    {
        try
        {
            var tree = new HcertTree(arguments.GetValue(Folders)!);
            if (tree.Vectors.Count + tree.Pictures.Count == 0)
            {
                Console.Error.WriteLine("✗ Nothing could be measured: no vector and no picture is in these folders.");
                return NotMeasured;
            }
            var table = new Table(arguments.GetValue(Json));
            new HcertBench(table, arguments.GetValue(List)).Run(tree);
            table.Print();
            return 0;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Console.Error.WriteLine("✗ Nothing could be measured: " + e.Message);
            return NotMeasured;
        }
    }
}
