using System.Security.Cryptography;
using CheckIn.Supply.Build;

namespace CheckIn.Supply.Bom;

/// <summary>
/// Everything a program is made of, from what its build resolved: libraries, native files and their dependencies from
/// the program's .deps.json (what the host loads by), hashes from the lock file, which the restored packages must
/// agree with, licences from the packages' own words, the version of SQLite from the native library itself. The
/// frameworks are those of the machine that builds: they are not shipped, so each machine has its own, and the least
/// one is stated beside it. What the distribution provides at run time is named without a version. Nothing is guessed:
/// what is not known is left out.
/// </summary>
internal sealed class ProgramBill
{
    private readonly Shipped _shipped;
    private readonly Dictionary<string, LockedPackage> _locked;
    private readonly PackageFolders _folders;
    private readonly string _runtime;
    private readonly Dictionary<string, string> _refs;

    private ProgramBill(Shipped shipped, string project, string runtime)
    {
        _shipped = shipped;
        _locked = LockFile.Read(Path.Combine(project, "packages.lock.json"))
            .ToDictionary(package => package.Name, StringComparer.OrdinalIgnoreCase);
        _folders = PackageFolders.Read(project);
        _runtime = runtime;
        _refs = shipped.Libraries.ToDictionary(library => library.Name, RefOf, StringComparer.OrdinalIgnoreCase);
    }

    /// <param name="shipped">The built or published program.</param>
    /// <param name="project">Folder of its project, restored.</param>
    /// <param name="runtime">Version of the shared frameworks that it is to run on.</param>
    /// <returns>The program first, then the others by their refs.</returns>
    /// <exception cref="SupplyException">The build and the lock file contradict each other, or one is missing.</exception>
    internal static IReadOnlyList<Component> List(Shipped shipped, string project, string runtime)
    {
        var bill = new ProgramBill(shipped, project, runtime);
        var natives = bill.NativeLibraries();
        var others = bill.Libraries(natives).Concat(natives).Concat(bill.Frameworks()).Concat(bill.OfTheSystem());
        return [bill.Program(), .. others.OrderBy(component => component.Ref, StringComparer.Ordinal)];
    }

    private static string RefOf(ShippedLibrary library) => library.IsProject
        ? Purl.Generic(library.Name, library.Version) : Purl.NuGet(library.Name, library.Version);

    private Component Program()
    {
        var program = _shipped.Program;
        return Own(program, "application") with
        {
            DependsOn = [.. Needs(program), .. Frameworks().Concat(OfTheSystem()).Select(one => one.Ref)],
        };
    }

    private IEnumerable<string> Needs(ShippedLibrary library) =>
        library.Dependencies.Where(_refs.ContainsKey).Select(name => _refs[name]);

    private Component Own(ShippedLibrary library, string kind) => new(kind, library.Name, library.Version)
    {
        Ref = RefOf(library),
        Purl = Purl.Generic(library.Name, library.Version),
        Sha512 = library.ManagedFiles is [var file] ? HashOf(file) : null,
        DependsOn = [.. Needs(library)],
    };

    private IEnumerable<Component> Libraries(IReadOnlyList<Component> natives)
    {
        foreach (var library in _shipped.Libraries.Where(one => one != _shipped.Program))
            yield return library.IsProject ? Own(library, "library") : Package(library, natives);
    }

    private Component Package(ShippedLibrary library, IReadOnlyList<Component> natives)
    {
        if (!_locked.TryGetValue(library.Name, out var locked) || locked.Version != library.Version)
        {
            throw new SupplyException($"{_shipped.Name} ships {library.Name} {library.Version}, but "
                + (locked is null ? "no version of it is locked." : $"{locked.Version} is locked.") + " Build it again.");
        }
        var words = _folders.Describe(locked);
        var parts = library.NativeFiles.Select(NativeFile).ToArray();
        return new Component("library", library.Name, library.Version)
        {
            Ref = RefOf(library),
            Purl = Purl.NuGet(library.Name, library.Version),
            License = words.License,
            LicenseUrl = words.License is null ? words.LicenseUrl : null,
            Authors = words.Authors,
            Copyright = words.Copyright,
            Repository = words.Repository,
            Sha512 = locked.Sha512,
            Parts = parts,
            DependsOn = [.. Needs(library), .. parts.Length > 0 ? natives.Select(one => one.Ref) : []],
            Facts =
            [
                ("checkin:hash", "NuGet content hash: the package without its signature"),
                .. words.Commit is null ? Array.Empty<(string, string)>() : [("checkin:source-commit", words.Commit)],
            ],
        };
    }

    private Component NativeFile(string path) => new("file", path, null) { Ref = "file:" + path, Sha512 = HashOf(path) };

    /// <summary>SQLite, as often as different versions of it are shipped: once.</summary>
    private List<Component> NativeLibraries() =>
    [
        .. _shipped.Libraries.SelectMany(library => library.NativeFiles)
            .Select(path => BundledSqlite.VersionOf(File.ReadAllBytes(Path.Combine(_shipped.Folder, path))))
            .OfType<string>().Distinct(StringComparer.Ordinal)
            .Select(version => new Component("library", "sqlite", version)
            {
                Ref = Purl.Generic("sqlite", version),
                Purl = Purl.Generic("sqlite", version),
                Cpe = $"cpe:2.3:a:sqlite:sqlite:{version}:*:*:*:*:*:*:*",
                License = "blessing",
                Description = "Bundled; stands in where the machine has no libsqlite3 of its own.",
                Facts = [("checkin:version-from", "the native library itself")],
            }),
    ];

    private IEnumerable<Component> Frameworks() => _shipped.Frameworks.Select(framework =>
        new Component("framework", framework.Name, _runtime)
        {
            Ref = Purl.Generic(framework.Name, _runtime),
            Purl = Purl.Generic(framework.Name, _runtime),
            Cpe = framework.Name == "Microsoft.AspNetCore.App"
                ? $"cpe:2.3:a:microsoft:asp.net_core:{_runtime}:*:*:*:*:*:*:*"
                : $"cpe:2.3:a:microsoft:.net:{_runtime}:*:*:*:*:*:*:*",
            License = "MIT",
            Description = "Not shipped: installed on the machine, where it is kept current.",
            Facts = [("checkin:least-version", framework.LeastVersion)],
        });

    /// <summary>What the programs look for on the machine by name; kept secure by its distribution.</summary>
    private IEnumerable<Component> OfTheSystem()
    {
        yield return OfTheSystem("libsqlite3", "blessing", "Preferred to the bundled SQLite where it is installed.");
        if (_shipped.Name == Programs.Gate)
            yield return OfTheSystem("libturbojpeg", "IJG AND BSD-3-Clause AND Zlib", "For cameras and pictures of JPEG.");
    }

    private static Component OfTheSystem(string name, string license, string description) => new("library", name, null)
    {
        Ref = Purl.Generic(name, null),
        Purl = Purl.Generic(name, null),
        License = license,
        IsOptional = true,
        Description = description,
        Facts = [("checkin:found", "on the machine, at run time")],
    };

    private string HashOf(string file)
    {
        // Managed files of packages lie flat in the program's folder, whatever their path in the package was.
        var path = Path.Combine(_shipped.Folder, file);
        return Convert.ToHexStringLower(SHA512.HashData(File.ReadAllBytes(path)));
    }
}
