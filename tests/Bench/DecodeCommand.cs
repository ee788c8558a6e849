using System.CommandLine;
using System.Globalization;
using CheckIn.Bench.Decode;
using CheckIn.Bench.Decode.Report;
using CheckIn.Gate.Scanning.Pictures;
using CheckIn.Gate.Scanning.Qr;

namespace CheckIn.Bench;

/// <summary><c>decode</c>: how many pictures of each folder are read, and how fast, beside other decoders.</summary>
internal static class DecodeCommand
{
    private const int Misuse = 2, NotMeasured = 1;

    private static readonly Argument<DirectoryInfo[]> Folders = new Argument<DirectoryInfo[]>("DIR")
    {
        Arity = ArgumentArity.OneOrMore,
        Description = "Folders of pictures (PNG, JPEG; folders below them are not looked into), each with its expected "
            + "text beside it (.txt, or .bin for raw bytes); one without should read as nothing.",
    }.AcceptExistingOnly();

    private static readonly Option<string> Rotations = new("--rotations")
    {
        DefaultValueFactory = _ => "0",
        Description = "Degrees by which the pictures are turned, such as 0,90,180,270.",
    };

    private static readonly Option<bool> Peers = new("--peers")
    {
        Description = "Also measures zxing-cpp and zbar (Debian's python3-zxing-cpp and python3-zbar), QR format only, "
            + "each in a process of its own on the same core; adds our median over theirs to our rows.",
    };

    private static readonly Option<string> Effort = new("--effort")
    {
        DefaultValueFactory = _ => "still",
        Description = "What a picture of a folder is worth to our reader: still, the only picture there is, or frame, "
            + "one of many of a camera. The blank frames are always read as a camera's that shows the same for 4 s.",
    };

    private static readonly Option<DirectoryInfo?> Report = new("--report")
    {
        Description = "Directory for a page, index.html, that shows each picture not read rightly: how far the reader "
            + "came, what it should say, what the peers read.",
    };

    private static readonly Option<bool> Failures = new("--failures")
    {
        Description = "Names the pictures that were not read rightly, on standard error.",
    };

    private static readonly Option<bool> Json = new("--json") { Description = "One flat JSON object a line." };

    internal static Command Create()
    {
        Effort.AcceptOnlyFromAmong("still", "frame");
        var command = new Command(
            "decode", "Reads folders of pictures: how many are right, and how long each takes. " + Disputes.Rule)
        {
            Folders, Rotations, Peers, Effort, Report, Failures, Json,
        };
        command.SetAction(Run);
        return command;
    }

    private static int Run(ParseResult arguments)
    {
        if (!TryParseDegrees(arguments.GetValue(Rotations)!, out var degrees))
        {
            Console.Error.WriteLine("✗ --rotations takes multiples of 90, such as 0,90,180,270.");
            return Misuse;
        }
        var effort = arguments.GetValue(Effort) == "frame" ? ReadEffort.Frame : ReadEffort.Still;
        var table = new Table(arguments.GetValue(Json));
        Core.PinThisThread();
        try
        {
            var report = arguments.GetValue(Report) is { } directory ? new DecodeReport(directory) : null;
            using var bench = new DecodeBench(table, effort, arguments.GetValue(Failures), report);
            if (arguments.GetValue(Peers))
                bench.StartPeers();
            bench.Run(arguments.GetValue(Folders)!, degrees);
        }
        catch (Exception e) when (e is PictureException or IOException or UnauthorizedAccessException)
        {
            Console.Error.WriteLine("✗ Nothing could be measured: " + e.Message);
            return NotMeasured;
        }
        table.Print();
        table.Note(Disputes.Rule);
        return 0;
    }

    private static bool TryParseDegrees(string text, out int[] degrees)
    {
        var parts = text.Split(',', StringSplitOptions.TrimEntries);
        degrees = new int[parts.Length];
        for (var i = 0; i < parts.Length; i++)
        {
            if (!int.TryParse(parts[i], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out degrees[i])
                || degrees[i] % 90 != 0)
                return false;
        }
        return true;
    }
}
