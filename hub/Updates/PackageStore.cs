using CheckIn.Hub.Audit;
using CheckIn.Hub.Desired;
using CheckIn.Hub.Enrolment;
using CheckIn.Hub.Events;
using CheckIn.Hub.Rollouts;
using CheckIn.Storage;
using CheckIn.Updates;
using Microsoft.Extensions.Options;

namespace CheckIn.Hub.Updates;

/// <summary>
/// The packages that gates may fetch. One comes in as a stream, is checked as it comes against the keys that the hub
/// trusts, and takes its place only when all of it was good: what is under a name that is a hash has that hash. The
/// gate checks again and believes neither this nor the way it came. One at a time.
/// </summary>
internal sealed class PackageStore(
    EventStore store, IOptions<UpdateOptions> options, IOptions<EventsOptions> events, DesiredNotices notices,
    TimeProvider time, ILogger<PackageStore> logger) : IDisposable
{
    private const string Coming = ".coming";
    private readonly string _folder = Path.GetFullPath(options.Value.Folder ?? Path.Combine(
        Path.GetDirectoryName(Path.GetFullPath(events.Value.Path))!, "updates"));
    private readonly SemaphoreSlim _turn = new(1);

    internal IReadOnlyList<UpdatePackage> All => store.Read(PackageRows.All);

    internal UpdatePackage? Find(long release) => store.Read(db => PackageRows.Find(db, release));

    /// <summary>Where the file of that hash is.</summary>
    internal string PathOf(string sha256) => Path.Combine(_folder, sha256 + ".update");

    /// <summary>Takes a package in.</summary>
    /// <exception cref="UpdateRefusal">It is not to be used, or cannot be kept.</exception>
    internal async Task<UpdatePackage> AddAsync(Stream content, Actor actor, CancellationToken cancellation)
    {
        if (!await _turn.WaitAsync(0, cancellation))
            throw UpdateRefusal.Busy();
        var coming = Path.Combine(_folder, Coming);
        try
        {
            if (All.Count >= options.Value.MostPackages)
                throw UpdateRefusal.TooMany(options.Value.MostPackages);
            PrivateFile.MakeDirectory(_folder);
            File.Delete(coming); // What a crash has left.
            var package = await CheckedAsync(content, coming, actor, cancellation);
            await KeepAsync(package, coming, actor);
            Log.PackageAdded(logger, package.Release, package.Version, package.Size, package.Signer);
            return package;
        }
        catch (UpdateException e)
        {
            Log.PackageRefused(logger, e.Reason, e.Message);
            await store.WriteAsync(db => Audit(db, actor, AuditActions.PackageRefused, null, e.Message, e.Reason), CancellationToken.None);
            throw UpdateRefusal.Of(e);
        }
        catch (Exception e) when (e is UnauthorizedAccessException or IOException and not BadHttpRequestException)
        {
            throw UpdateRefusal.NoRoom(e.Message);
        }
        finally
        {
            Discard(coming);
            _turn.Release();
        }
    }

    /// <summary>Takes it away; gates that have it keep it.</summary>
    internal async Task RemoveAsync(long release, Actor actor)
    {
        var package = Find(release) ?? throw UpdateRefusal.Unknown(release);
        IReadOnlyList<string> gates = [];
        RolloutHead? inUse = null;
        await store.WriteAsync(db =>
        {
            inUse = RolloutRows.Heads(db, GateUpdates.Word).FirstOrDefault(
                head => head.Target == release && head.State.IsOpen());
            if (inUse is not null)
                return;
            gates = GateUpdateRows.Forget(db, release);
            PackageRows.Remove(db, release);
            Audit(db, actor, AuditActions.PackageRemoved, package, null);
        }, CancellationToken.None);
        if (inUse is not null)
            throw UpdateRefusal.InUse(release, inUse.Id);
        notices.Changed(gates);
        Discard(PathOf(package.Sha256));
        Log.PackageRemoved(logger, release, package.Version);
    }

    public void Dispose() => _turn.Dispose();

    private ReleaseKeys Keys()
    {
        try
        {
            return ReleaseKeys.Load(options.Value.Keys);
        }
        catch (Exception e) when (e is FormatException or IOException or UnauthorizedAccessException)
        {
            throw UpdateRefusal.KeysUnreadable(e.Message);
        }
    }

    private async Task<UpdatePackage> CheckedAsync(
        Stream content, string coming, Actor actor, CancellationToken cancellation)
    {
        using var reader = await UpdateReader.OpenAsync(content, Keys(), cancellation: cancellation);
        if (Find(reader.Manifest.Release) is { } other)
            throw UpdateRefusal.IsThere(other);
        await using var file = PrivateFile.OpenNew(coming);
        await file.WriteAsync(reader.Head, cancellation);
        while (reader.Next is not null)
            await reader.CopyNextAsync(file, cancellation);
        await reader.FinishAsync(cancellation);
        file.Flush(flushToDisk: true);
        var manifest = reader.Manifest;
        return new UpdatePackage(
            manifest.Release, manifest.Version, reader.Sha256!, reader.Size, manifest.Created, manifest.Key,
            manifest.Journal.Schema, manifest.Journal.ReadableBy, time.GetUtcNow(), actor.Name);
    }

    /// <summary>
    /// First the file, then the row: a file without a row is nobody's, and the next of that hash takes its place.
    /// </summary>
    private async Task KeepAsync(UpdatePackage package, string coming, Actor actor)
    {
        var path = PathOf(package.Sha256);
        File.Move(coming, path, overwrite: true);
        DurableDirectory.Sync(path);
        await store.WriteAsync(db =>
        {
            PackageRows.Add(db, package);
            Audit(db, actor, AuditActions.PackageAdded, package, $"sha256 {package.Sha256}, key {package.Signer}");
        }, CancellationToken.None);
    }

    private void Audit(
        Database db, Actor actor, string action, UpdatePackage? package, string? detail, string outcome = "done") =>
        AuditLog.Add(db, time.GetUtcNow(), new AuditEntry(
            actor, action, package is null ? null : $"release {package.Release} ({package.Version})", outcome, detail));

    private static void Discard(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Nobody asks for it any more; the next one overwrites it.
        }
    }
}
