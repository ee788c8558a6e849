using System.Security.Cryptography;
using CheckIn.Gate.Journal;
using CheckIn.Storage;
using CheckIn.Updates;

namespace CheckIn.Gate.Updates;

/// <summary>
/// Unpacks a fetched package: believed by its signature, each file checked, written to a folder that nobody uses, every
/// file and every folder synchronised; then the folder gets its name. A crash before that leaves nothing that counts.
/// </summary>
internal static class UpdateStaging
{
    /// <param name="store">Where to; the package is there.</param>
    /// <param name="wanted">What was announced.</param>
    /// <param name="keys">Who is trusted.</param>
    /// <param name="keepFree">Bytes that must be left on the disk.</param>
    /// <param name="stopping">Ends it.</param>
    /// <exception cref="UpdateException">It is not to be used; what is of it is gone.</exception>
    /// <exception cref="IOException">It cannot be written.</exception>
    internal static async Task<StagedVersion> RunAsync(
        VersionStore store, UpdateWanted wanted, ReleaseKeys keys, long keepFree, CancellationToken stopping)
    {
        var part = store.PartOf(wanted.Package);
        var folder = store.PathOf(wanted.Release) + VersionStore.Unpacking;
        try
        {
            Remove(folder);
            await using var package = File.OpenRead(part);
            // What a power cut made of it is no reason to refuse the package for good.
            if (Convert.ToHexStringLower(await SHA256.HashDataAsync(package, stopping)) != wanted.Package)
                throw new UpdateException(UpdateReasons.NotAsAnnounced, "its hash is another one than was announced");
            package.Position = 0;
            using var reader = await UpdateReader.OpenAsync(package, keys, UpdateManifest.GateProduct, stopping);
            Check(reader.Manifest, wanted);
            CheckRoom(store, reader.Manifest, keepFree);
            await UnpackAsync(reader, folder, stopping);
            if (reader.Sha256 != wanted.Package)
                throw new UpdateException(UpdateReasons.NotAsAnnounced, "it was changed while it was read");
            return TakeItsPlace(store, reader.Manifest, folder);
        }
        catch (UpdateException)
        {
            File.Delete(part);
            Remove(folder);
            throw;
        }
    }

    private static void Check(UpdateManifest manifest, UpdateWanted wanted)
    {
        if (manifest.Release != wanted.Release || manifest.Version != wanted.Version)
        {
            throw new UpdateException(
                UpdateReasons.NotAsAnnounced, $"it is version {manifest.Version}, release {manifest.Release}");
        }
        // This program would have to read the journal after a trial that failed.
        if (manifest.Journal.ReadableBy > JournalSchema.Version)
        {
            throw new UpdateException(
                UpdateReasons.JournalTooNew,
                $"a journal it has touched is read from schema {manifest.Journal.ReadableBy} on; this program knows up to "
                + $"{JournalSchema.Version}");
        }
    }

    private static void CheckRoom(VersionStore store, UpdateManifest manifest, long keepFree)
    {
        if (DiskState.Of(Path.Combine(store.Folder, VersionStore.StateFile)) is { FreeBytes: var free }
            && free < manifest.Size + keepFree)
            throw new UpdateException(UpdateReasons.NoSpace, $"it has {manifest.Size} bytes, and {free} are free");
    }

    private static async Task UnpackAsync(UpdateReader reader, string folder, CancellationToken stopping)
    {
        var folders = new HashSet<string> { folder };
        PrivateFile.MakeDirectory(folder);
        while (reader.Next is { } next)
        {
            var path = Path.Combine(folder, next.Path);
            for (var each = Path.GetDirectoryName(path)!; folders.Add(each); each = Path.GetDirectoryName(each)!)
                PrivateFile.MakeDirectory(each);
            await using var file = PrivateFile.OpenWrite(path, FileMode.CreateNew, next.Executable);
            await reader.CopyNextAsync(file, stopping);
            file.Flush(flushToDisk: true);
        }
        await reader.FinishAsync(stopping);
        PrivateFile.Write(Path.Combine(folder, OwnVersion.HeadFile), reader.Head.Span);
        foreach (var each in folders)
            DurableDirectory.Sync(Path.Combine(each, OwnVersion.HeadFile));
    }

    private static StagedVersion TakeItsPlace(VersionStore store, UpdateManifest manifest, string folder)
    {
        var place = store.PathOf(manifest.Release);
        Remove(place);
        Directory.Move(folder, place);
        DurableDirectory.Sync(place);
        return new StagedVersion(manifest.Release, manifest.Version);
    }

    private static void Remove(string folder)
    {
        if (Directory.Exists(folder))
            Directory.Delete(folder, recursive: true);
    }
}
