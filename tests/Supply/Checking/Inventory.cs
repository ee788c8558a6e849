using CheckIn.Supply.Bom;
using CheckIn.Supply.Build;

namespace CheckIn.Supply.Checking;

/// <summary>
/// What is in use: in the two programs, and in every lock file of the tree, build tools and tests included.
/// </summary>
internal static class Inventory
{
    internal static IEnumerable<InUse> OfProgram(string name, IReadOnlyList<Component> bill) =>
        bill.Where(component => component is { Purl: not null, Version: not null })
            .SelectMany(component => InUse.Of(component.Purl!, component.Version!, name));

    internal static IEnumerable<InUse> OfLockFile(string path, string shownAs) =>
        LockFile.Read(path).SelectMany(package => InUse.Of(Purl.NuGet(package.Name, package.Version), package.Version, shownAs));

    internal static IEnumerable<InUse> OfAllLockFiles() =>
        SourceTree.LockFiles().SelectMany(path => OfLockFile(SourceTree.In(path), path));
}
