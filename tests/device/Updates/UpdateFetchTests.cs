using System.Security.Cryptography;
using CheckIn.Gate.Tests.Identity;
using CheckIn.Gate.Updates;
using CheckIn.Storage;
using CheckIn.Updates;

namespace CheckIn.Gate.Tests.Updates;

/// <summary>Packages over real TLS, and what is laid ready of them.</summary>
public sealed class UpdateFetchTests : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("checkin-fetch-").FullName;
    private EnrolledGateFixture _gate = null!;
    private VersionStore _store = null!;
    private ReleaseKeys _keys = null!;
    private ECDsa _key = null!;

    public async Task InitializeAsync()
    {
        _gate = await EnrolledGateFixture.StartAsync();
        _store = new VersionStore(Path.Combine(_folder, "versions"));
        PrivateFile.MakeDirectory(_store.Folder);
        _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        _keys = ReleaseKeys.Parse(_key.ExportSubjectPublicKeyInfoPem());
    }

    public async Task DisposeAsync()
    {
        await _gate.DisposeAsync();
        _key.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task A_download_that_is_cut_again_and_again_goes_on_where_it_was()
    {
        var package = await PackageAsync(2);
        var wanted = _gate.Hub.Want(package, 2, "2.0.0");
        _gate.Hub.StopsAfter = (package.Length / 3) + 1;
        await FetchAsync(wanted);
        Assert.Equal(package, File.ReadAllBytes(_store.PartOf(wanted.Package)));
        Assert.Equal(3, _gate.Hub.Ranges.Distinct().Count());
        Assert.Equal(2, (await StageAsync(wanted)).Release);
        Assert.True(_store.IsWhole(new StagedVersion(2, "2.0.0")));
    }

    [Fact]
    public async Task A_hub_that_knows_no_ranges_is_asked_for_the_whole_again()
    {
        var package = await PackageAsync(2);
        var wanted = _gate.Hub.Want(package, 2, "2.0.0");
        File.WriteAllBytes(_store.PartOf(wanted.Package), package[..100]);
        _gate.Hub.KnowsNoRanges = true;
        await FetchAsync(wanted);
        Assert.Equal(package, File.ReadAllBytes(_store.PartOf(wanted.Package)));
    }

    [Fact]
    public async Task Nothing_beyond_what_was_announced_is_written_and_nothing_at_all_without_room()
    {
        var wanted = _gate.Hub.Want(await PackageAsync(2), 2, "2.0.0", size: 1000);
        await RefusedAsync(UpdateReasons.NotAsAnnounced, () => FetchAsync(wanted));
        Assert.Empty(Directory.GetFiles(_store.Folder));
        _gate.Hub.Ranges.Clear();
        await RefusedAsync(UpdateReasons.NoSpace, () => FetchAsync(wanted, keepFree: long.MaxValue / 4));
        Assert.Empty(_gate.Hub.Ranges);
    }

    [Fact]
    public async Task A_hub_that_is_away_is_asked_a_few_times_and_no_more()
    {
        var wanted = _gate.Hub.Want(await PackageAsync(2), 2, "2.0.0");
        _gate.Hub.StopsAfter = 0;
        await Assert.ThrowsAsync<HttpRequestException>(() => FetchAsync(wanted));
        Assert.InRange(_gate.Hub.Ranges.Count, 2, 10);
    }

    [Fact]
    public async Task What_a_power_cut_made_of_a_package_is_fetched_again_and_not_refused_for_good()
    {
        var package = await PackageAsync(2);
        var wanted = _gate.Hub.Want(package, 2, "2.0.0");
        File.WriteAllBytes(_store.PartOf(wanted.Package), new byte[package.Length]);
        await FetchAsync(wanted);
        await RefusedAsync(UpdateReasons.NotAsAnnounced, () => StageAsync(wanted));
        await FetchAsync(wanted);
        Assert.Equal(2, (await StageAsync(wanted)).Release);
    }

    [Theory]
    [InlineData(UpdateReasons.Altered)]
    [InlineData(UpdateReasons.WrongKey)]
    [InlineData(UpdateReasons.NoKeys)]
    [InlineData(UpdateReasons.NotAsAnnounced)]
    [InlineData(UpdateReasons.JournalTooNew)]
    [InlineData(UpdateReasons.NoSpace)]
    public async Task What_is_refused_leaves_nothing_behind(string why)
    {
        var package = await PackageAsync(
            why == UpdateReasons.NotAsAnnounced ? 3 : 2, why == UpdateReasons.JournalTooNew ? 99 : 2);
        if (why == UpdateReasons.Altered)
            package[^1] ^= 1;
        var wanted = _gate.Hub.Want(package, 2, "2.0.0");
        await FetchAsync(wanted);
        using var stranger = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var keys = why switch
        {
            UpdateReasons.WrongKey => ReleaseKeys.Parse(stranger.ExportSubjectPublicKeyInfoPem()),
            UpdateReasons.NoKeys => ReleaseKeys.None,
            _ => _keys,
        };
        await RefusedAsync(why, () => UpdateStaging.RunAsync(
            _store, wanted, keys, why == UpdateReasons.NoSpace ? long.MaxValue / 4 : 0, default));
        Assert.Empty(Directory.EnumerateFileSystemEntries(_store.Folder));
    }

    [Fact]
    public async Task What_was_laid_ready_is_its_owners_alone_and_not_whole_when_a_file_is_missing()
    {
        var wanted = _gate.Hub.Want(await PackageAsync(2), 2, "2.0.0");
        await FetchAsync(wanted);
        var version = await StageAsync(wanted);
        foreach (var path in Directory.EnumerateFileSystemEntries(_store.PathOf(2), "*", SearchOption.AllDirectories))
            Assert.True(OperatingSystem.IsWindows() || (File.GetUnixFileMode(path) & ~PrivateFile.DirectoryMode) == 0);
        Assert.Equal(2, OwnVersion.ManifestIn(_store.PathOf(2))?.Release);
        File.Delete(Path.Combine(_store.PathOf(2), "lib", "part.dll"));
        Assert.False(_store.IsWhole(version));
    }

    [Theory]
    [InlineData("nothing", true)]
    [InlineData("a byte", false)]
    [InlineData("one more file", false)]
    [InlineData("a link", false)]
    [InlineData("another key", false)]
    public async Task A_version_is_started_only_as_it_was_signed(string changed, bool genuine)
    {
        var wanted = _gate.Hub.Want(await PackageAsync(2), 2, "2.0.0");
        await FetchAsync(wanted);
        var version = await StageAsync(wanted);
        var folder = _store.PathOf(2);
        var part = Path.Combine(folder, "lib", "part.dll");
        using var stranger = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        switch (changed)
        {
            case "a byte":
                File.WriteAllText(part, "trap");
                break;
            case "one more file":
                File.WriteAllText(Path.Combine(folder, "checkin-gate.runtimeconfig.dev.json"), "{}");
                break;
            case "a link":
                File.Delete(part);
                File.CreateSymbolicLink(part, Path.Combine(_folder, "published", "lib", "part.dll"));
                break;
        }
        var keys = changed == "another key" ? ReleaseKeys.Parse(stranger.ExportSubjectPublicKeyInfoPem()) : _keys;
        Assert.Equal(genuine, _store.IsGenuine(version, keys));
        Assert.False(_store.IsGenuine(new StagedVersion(3, "3.0.0"), _keys));
    }

    private Task FetchAsync(UpdateWanted wanted, long keepFree = 0) => new UpdateFetch(
        _gate.Desk, _store, new UpdateOptions { KeepFree = keepFree }, TimeProvider.System)
    { FirstPause = TimeSpan.FromMilliseconds(1) }.RunAsync(wanted, static () => { }, default);

    private Task<StagedVersion> StageAsync(UpdateWanted wanted) => UpdateStaging.RunAsync(_store, wanted, _keys, 0, default);

    private static async Task RefusedAsync(string why, Func<Task> work) =>
        Assert.Equal(why, (await Assert.ThrowsAsync<UpdateException>(work)).Reason);

    private async Task<byte[]> PackageAsync(long release, int readableBy = 2)
    {
        var folder = Directory.CreateDirectory(Path.Combine(_folder, "published")).FullName;
        Directory.CreateDirectory(Path.Combine(folder, "lib"));
        File.WriteAllBytes(Path.Combine(folder, "checkin-gate.dll"), RandomNumberGenerator.GetBytes(100_000));
        File.WriteAllText(Path.Combine(folder, "lib", "part.dll"), "part");
        File.WriteAllText(Path.Combine(folder, UpdateFacts.Name),
            $$"""{"product":"checkin-gate","journal":{"schema":{{readableBy}},"readable_by":{{readableBy}} } }""");
        using var package = new MemoryStream();
        await UpdateWriter.WriteAsync(
            folder, new UpdateTitle($"{release}.0.0", release, DateTimeOffset.UnixEpoch), _key, package);
        return package.ToArray();
    }
}
