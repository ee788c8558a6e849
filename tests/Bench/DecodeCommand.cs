using System.CommandLine;
using CheckIn.Gate.Scanning.Pictures;

namespace CheckIn.Bench;

/// <summary><c>decode DIR... [--rotations 0,90,180,270] [--json]</c>: how many pictures are read, and how fast.</summary>
internal static class DecodeCommand
{
    internal static Command Create()
    {
        var folders = new Argument<DirectoryInfo[]>("DIR") { Arity = ArgumentArity.OneOrMore, Description = "Folders of pictures, each with its expected text beside it (.txt, .bin); one without should read as nothing." };
        folders.AcceptExistingOnly();
        var rotations = new Option<string>("--rotations") { DefaultValueFactory = _ => "0", Description = "Degrees, such as 0,90,180,270." };
        var json = new Option<bool>("--json") { Description = "One JSON object a line." };
        var verbose = new Option<bool>("--failures") { Description = "Names the pictures that were not read rightly, on standard error." };
        var command = new Command("decode", "Reads folders of pictures.") { folders, rotations, json, verbose };
        command.SetAction(arguments =>
        {
            var degrees = arguments.GetValue(rotations)!.Split(',').Select(int.Parse).ToArray();
            if (degrees.Any(degree => degree % 90 != 0))
            {
                Console.Error.WriteLine("✗ --rotations takes multiples of 90, such as 0,90,180,270.");
                return 2;
            }
            var table = new Table(arguments.GetValue(json));
            var bench = new DecodeBench(table, arguments.GetValue(verbose));
            try
            {
                bench.Run(arguments.GetValue(folders)!, degrees);
            }
            catch (PictureException e)
            {
                Console.Error.WriteLine("✗ Nothing could be measured: " + e.Message);
                return 1;
            }
            table.Print();
            return 0;
        });
        return command;
    }
}
