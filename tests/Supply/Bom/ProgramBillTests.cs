using System.Text.Json;
using CheckIn.Supply.Build;

namespace CheckIn.Supply.Bom;

public sealed class ProgramBillTests
{
    public static TheoryData<string> Names => [.. Programs.All];

    [Theory, MemberData(nameof(Names))]
    public void The_bill_of_each_program_keeps_every_rule_of_its_format(string name)
    {
        Assert.Empty(CycloneDxRules.Problems(CycloneDx.Write(List(name), Commit.Current(SourceTree.Root))));
        Assert.Empty(CycloneDxRules.Problems(CycloneDx.Write(List(name), commit: null)));
    }

    [Theory, MemberData(nameof(Names))]
    public void What_is_written_twice_is_the_same_to_the_byte(string name)
    {
        var commit = Commit.Current(SourceTree.Root);
        Assert.Equal(CycloneDx.Write(List(name), commit), CycloneDx.Write(List(name), commit));
    }

    [Fact]
    public void Another_content_has_another_serial_number()
    {
        var components = List(Programs.Gate);
        var other = (IReadOnlyList<Component>)[components[0] with { Version = "0.1.1" }, .. components.Skip(1)];
        Assert.NotEqual(Serial(components), Serial(other));

        static string? Serial(IReadOnlyList<Component> components)
        {
            using var bom = JsonDocument.Parse(CycloneDx.Write(components, commit: null));
            return bom.RootElement.GetProperty("serialNumber").GetString();
        }
    }

    [Theory, MemberData(nameof(Names))]
    public void Every_file_that_is_shipped_to_be_run_belongs_to_a_component(string name)
    {
        var shipped = Shipped.Read(Programs.Output(name), name);
        var listed = shipped.Libraries.SelectMany(library => library.ManagedFiles.Select(Path.GetFileName)).ToHashSet();
        var there = Directory.EnumerateFiles(shipped.Folder, "*.dll").Select(Path.GetFileName);
        Assert.Empty(there.Except(listed));
        var natives = List(name).SelectMany(component => component.Parts).Select(part => part.Name).ToHashSet();
        Assert.Empty(Directory.EnumerateFiles(shipped.Folder, "*.so", SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(shipped.Folder, path)).Except(natives));
    }

    [Theory, MemberData(nameof(Names))]
    public void Packages_have_the_locked_hash_and_build_tools_are_left_out(string name)
    {
        var packages = List(name).Where(one => one.Purl!.StartsWith("pkg:nuget/", StringComparison.Ordinal)).ToArray();
        var locked = LockFile.Read(Path.Combine(Programs.Project(name), "packages.lock.json"))
            .ToDictionary(package => package.Name);
        Assert.NotEmpty(packages);
        Assert.All(packages, package => Assert.Equal(locked[package.Name].Sha512, package.Sha512));
        Assert.DoesNotContain(packages, package => package.Name.Contains("Analyzers", StringComparison.Ordinal));
    }

    [Theory, MemberData(nameof(Names))]
    public void The_bundled_sqlite_is_named_by_its_own_version_and_the_frameworks_by_the_machines(string name)
    {
        var bill = List(name);
        var sqlite = Assert.Single(bill, one => one.Name == "sqlite");
        Assert.Equal("3.35.5", sqlite.Version);
        Assert.Contains(sqlite.Ref, bill.Single(one => one.Name == "SQLitePCLRaw.lib.e_sqlite3").DependsOn);
        Assert.Equal(Programs.Runtime, Assert.Single(bill, one => one.Name == "Microsoft.NETCore.App").Version);
        Assert.Equal(Programs.Runtime, Assert.Single(bill, one => one.Name == "Microsoft.AspNetCore.App").Version);
    }

    [Fact]
    public void A_build_that_ships_another_version_than_is_locked_is_refused()
    {
        var folder = Directory.CreateTempSubdirectory("supply").FullName;
        try
        {
            foreach (var file in Directory.EnumerateFiles(Programs.Output(Programs.Gate), "checkin-gate.*.json"))
                File.Copy(file, Path.Combine(folder, Path.GetFileName(file)));
            var deps = Path.Combine(folder, "checkin-gate.deps.json");
            var planted = File.ReadAllText(deps).Replace("Polly.Core/8.9.1", "Polly.Core/8.0.0", StringComparison.Ordinal);
            File.WriteAllText(deps, planted);
            var shipped = Shipped.Read(folder, Programs.Gate) with { Folder = Programs.Output(Programs.Gate) };
            var refused = Assert.Throws<SupplyException>(
                () => ProgramBill.List(shipped, Programs.Project(Programs.Gate), Programs.Runtime));
            Assert.Contains("ships Polly.Core 8.0.0, but 8.9.1 is locked", refused.Message, StringComparison.Ordinal);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static IReadOnlyList<Component> List(string name) =>
        ProgramBill.List(Shipped.Read(Programs.Output(name), name), Programs.Project(name), Programs.Runtime);
}
