using CheckIn.Supply.Bom;
using CheckIn.Supply.Build;

namespace CheckIn.Supply.Checking;

/// <summary>
/// The list that is kept in the tree, and the command on this tree and on lock files with something planted.
/// </summary>
public sealed class AdvisoryFilesTests
{
    [Fact]
    public void Nothing_that_this_tree_locks_or_ships_is_affected_without_a_reviewed_exception()
    {
        // The frameworks are the machine's: the command judges them where it runs, a test of the tree does not.
        var shipped = Programs.All.SelectMany(name => Inventory.OfProgram(name,
        [
            .. ProgramBill.List(Shipped.Read(Programs.Output(name), name), Programs.Project(name), Programs.Runtime)
                .Where(component => component.Kind != "framework"),
        ]));
        var list = ListDate.Read(AdvisoryFiles.List);
        var result = AdvisoryCheck.Run(
            shipped.Concat(Inventory.OfAllLockFiles()), AdvisoryFiles.ReadAll(),
            ReviewedException.ReadAll(AdvisoryFiles.Exceptions), list, list.Compiled);
        Assert.Empty(result.Failures);
        Assert.Empty(result.Warnings);
    }

    [Theory]
    [InlineData("Microsoft.IdentityModel.JsonWebTokens", "6.8.0", "GHSA-59j7-ghrg-fj52")]
    [InlineData("Npgsql", "8.0.2", "GHSA-x9vc-6hfv-hg8c")]
    [InlineData("Npgsql", "4.0.10", "CVE-2024-32655")]
    [InlineData("Microsoft.OpenApi", "2.0.0", "CVE-2026-49451")]
    [InlineData("Newtonsoft.Json", "12.0.3", "GHSA-5crp-9r3c-p9vr")]
    [InlineData("SQLitePCLRaw.lib.e_sqlite3", "2.1.11", "CVE-2025-6965")]
    public void An_old_version_planted_in_a_lock_file_fails_the_check(string package, string version, string advisory)
    {
        var (code, _, errors) = CheckPlanted(package, version);
        Assert.Equal(1, code);
        Assert.Contains($"pkg:nuget/{package.ToLowerInvariant()} {version}", errors, StringComparison.Ordinal);
        Assert.Contains(advisory, errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Npgsql", "10.0.0")]
    [InlineData("Microsoft.IdentityModel.JsonWebTokens", "6.34.0")]
    public void A_version_after_the_fix_does_not(string package, string version)
    {
        var (_, _, errors) = CheckPlanted(package, version);
        Assert.DoesNotContain(package.ToLowerInvariant(), errors, StringComparison.Ordinal);
    }

    [Fact]
    public void Advisories_bear_their_files_name_and_say_where_they_are_from()
    {
        foreach (var path in Directory.EnumerateFiles(AdvisoryFiles.Folder))
        {
            Assert.Equal(Path.GetFileNameWithoutExtension(path), Advisory.Read(path).Id);
            using var record = System.Text.Json.JsonDocument.Parse(File.ReadAllBytes(path));
            Assert.NotEmpty(record.RootElement.GetProperty("references").EnumerateArray());
            Assert.True(record.RootElement.GetProperty("published").GetDateTimeOffset() > default(DateTimeOffset));
        }
    }

    [Fact]
    public void Every_exception_says_why_who_may_rely_on_it_and_shows_files_that_exist()
    {
        var advisories = AdvisoryFiles.ReadAll().Select(advisory => advisory.Id).ToHashSet();
        foreach (var exception in ReviewedException.ReadAll(AdvisoryFiles.Exceptions))
        {
            Assert.Contains(exception.Id, advisories);
            Assert.True(exception.Why.Length > 30 && exception.MayRely.Length > 20, exception.Id);
            Assert.InRange(exception.Until.DayNumber - exception.Reviewed.DayNumber, 1, 370);
            Assert.NotEmpty(exception.Evidence);
            Assert.All(exception.Evidence, file => Assert.True(File.Exists(SourceTree.In(file)), file));
        }
    }

    private static (int Code, string Output, string Errors) CheckPlanted(string package, string version)
    {
        var path = Path.Combine(Directory.CreateTempSubdirectory("supply").FullName, "packages.lock.json");
        try
        {
            var locked = $$"""{"type": "Direct", "resolved": "{{version}}", "contentHash": "AAAA"}""";
            File.WriteAllText(path, "{\"dependencies\": {\"net10.0\": {\"" + package + "\": " + locked + "}}}");
            var (output, errors) = (new StringWriter(), new StringWriter());
            var code = SupplyCommand.Run(["check", "--lock", path], TimeProvider.System, output, errors);
            return (code, output.ToString(), errors.ToString());
        }
        finally
        {
            Directory.Delete(Path.GetDirectoryName(path)!, recursive: true);
        }
    }
}
