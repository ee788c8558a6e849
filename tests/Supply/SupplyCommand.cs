using CheckIn.Supply.Bom;
using CheckIn.Supply.Build;
using CheckIn.Supply.Checking;

namespace CheckIn.Supply;

/// <summary>
/// <c>sbom OUTDIR [--from FOLDER]</c> writes a bill of materials for each program; <c>check [--lock FILE...]</c> holds
/// everything in use against the list of advisories. Exit code 0: done, nothing found; 1: something was found; 2: it
/// could not be done.
/// </summary>
internal static class SupplyCommand
{
    private const int Done = 0, Found = 1, Unable = 2;

    internal static int Run(string[] args, TimeProvider time, TextWriter output, TextWriter errors)
    {
        try
        {
            return args switch
            {
                ["sbom", var folder] => WriteBills(folder, null, output),
                ["sbom", var folder, "--from", var published] => WriteBills(folder, published, output),
                ["check"] => Check(Inventory.OfAllLockFiles(), time, output, errors),
                ["check", "--lock", .. var files] => Check(
                    files.SelectMany(file => Inventory.OfLockFile(file, file)), time, output, errors),
                _ => Explain(errors),
            };
        }
        catch (SupplyException e)
        {
            errors.WriteLine("✗ " + e.Message);
            return Unable;
        }
    }

    private static int Explain(TextWriter errors)
    {
        errors.WriteLine("""
            sbom OUTDIR [--from FOLDER]   a bill of materials (CycloneDX 1.6) for checkin-hub and checkin-gate as built here, or
                                          for the program published in FOLDER
            check [--lock FILE...]        what is in use against tests/Supply/advisories; with --lock these lock files
                                          in place of the tree's own
            """);
        return Unable;
    }

    private static int WriteBills(string folder, string? published, TextWriter output)
    {
        string[] programs = published is null ? Programs.All
            : [.. Programs.All.Where(name => File.Exists(Path.Combine(published, name + ".deps.json")))];
        if (programs.Length == 0)
        {
            throw new SupplyException(
                $"{published} holds neither {string.Join(" nor ", Programs.All)}. Publish into it first.");
        }
        Directory.CreateDirectory(folder);
        var commit = Commit.Current(SourceTree.Root);
        foreach (var name in programs)
        {
            var bill = Bill(name, published);
            var path = Path.Combine(folder, name + CycloneDx.FileSuffix);
            File.WriteAllText(path, CycloneDx.Write(bill, commit));
            output.WriteLine($"{path}: {bill.Count - 1} components");
        }
        return Done;
    }

    private static IReadOnlyList<Component> Bill(string name, string? published = null) => ProgramBill.List(
        Shipped.Read(published ?? Programs.Output(name), name), Programs.Project(name), Programs.Runtime);

    private static int Check(IEnumerable<InUse> locked, TimeProvider time, TextWriter output, TextWriter errors)
    {
        var inUse = Programs.All.SelectMany(name => Inventory.OfProgram(name, Bill(name))).Concat(locked).ToArray();
        var (advisories, list) = (AdvisoryFiles.ReadAll(), ListDate.Read(AdvisoryFiles.List));
        var result = AdvisoryCheck.Run(
            inUse, advisories, ReviewedException.ReadAll(AdvisoryFiles.Exceptions), list,
            DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime));
        foreach (var excepted in result.Excepted)
            output.WriteLine("excepted: " + excepted);
        foreach (var warning in result.Warnings)
            output.WriteLine("warning: " + warning);
        foreach (var failure in result.Failures)
            errors.WriteLine("✗ " + failure);
        output.WriteLine($"{inUse.DistinctBy(one => (one.Package, one.Version)).Count()} packages in use, "
            + $"{advisories.Count} advisories up to {list.ReachesTo:yyyy-MM-dd}: {result.Failures.Count} found, "
            + $"{result.Excepted.Count} excepted");
        return result.Failures.Count == 0 ? Done : Found;
    }
}
