using System.Net;
using CheckIn.Fixtures;
using CheckIn.Storage;

namespace CheckIn.Hub.Tests.Updates;

public sealed class PackageTests
{
    [Fact]
    public async Task A_signed_package_is_taken_listed_and_removed()
    {
        await using var hub = await UpdateHub.StartAsync();
        var package = SamplePackage.Of(hub.Key, 7, size: 300_000);
        var (status, added) = await hub.AddAsync(package);
        Assert.Equal(HttpStatusCode.Created, status);
        Assert.Equal(
            (7L, "1.2.0", SamplePackage.HashOf(package), (long)package.Length, "local"),
            (added.GetProperty("release").GetInt64(), added.GetProperty("version").GetString(),
                added.GetProperty("sha256").GetString(), added.GetProperty("size").GetInt64(),
                added.GetProperty("added_by").GetString()));
        var file = Path.Combine(hub.Packages, SamplePackage.HashOf(package) + ".update");
        Assert.Equal(package, await File.ReadAllBytesAsync(file));
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(PrivateFile.Mode, File.GetUnixFileMode(file));
            Assert.Equal(PrivateFile.DirectoryMode, File.GetUnixFileMode(hub.Packages));
        }
        Assert.Equal(HttpStatusCode.NoContent, (await hub.SendAsync(HttpMethod.Delete, "/packages/7")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await hub.SendAsync(HttpMethod.Delete, "/packages/7")).Status);
        Assert.Empty(Directory.EnumerateFiles(hub.Packages));
    }

    [Fact]
    public async Task What_is_unsigned_altered_foreign_or_no_package_is_refused_with_its_reason_and_nothing_is_kept()
    {
        await using var hub = await UpdateHub.StartAsync();
        using var stranger = SamplePackage.NewKey();
        var good = SamplePackage.Of(hub.Key, 7);
        (byte[] Package, string Reason)[] cases =
        [
            (SamplePackage.Unsigned(good), "bears no signature"),
            (SamplePackage.Altered(good, -1), "was changed after it was signed"),
            (SamplePackage.Altered(good, 60), "was changed after it was signed"),
            (SamplePackage.Of(stranger, 7), "a key that is not trusted"),
            (SamplePackage.Of(hub.Key, 7, product: "checkin-hub"), "of another program"),
            (good[..^1], "ends too early"),
            ([.. good, 0], "was changed after it was signed"),
            ([], "ends too early"),
            (new byte[1000], "is no package"),
        ];
        foreach (var (package, reason) in cases)
        {
            var (status, problem) = await hub.AddAsync(package);
            Assert.Equal(HttpStatusCode.BadRequest, status);
            Assert.Contains(reason, problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
        }
        Assert.Empty((await hub.SendAsync(HttpMethod.Get, "/packages")).Body.GetProperty("packages").EnumerateArray());
        Assert.Empty(Directory.EnumerateFiles(hub.Packages));
        Assert.Equal(HttpStatusCode.Created, (await hub.AddAsync(good)).Status);
    }

    [Fact]
    public async Task Without_trusted_keys_no_package_is_taken()
    {
        await using var hub = await UpdateHub.StartAsync("--Updates:Keys=/nonexistent/keys.pem");
        var (status, problem) = await hub.AddAsync(SamplePackage.Of(hub.Key, 7));
        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Contains("no release key is installed", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_release_is_one_package_only_and_no_more_are_kept_than_allowed()
    {
        await using var hub = await UpdateHub.StartAsync("--Updates:MostPackages=2");
        await hub.AddAsync(SamplePackage.Of(hub.Key, 7));
        Assert.Equal(HttpStatusCode.Conflict, (await hub.AddAsync(SamplePackage.Of(hub.Key, 7, "1.3.0"))).Status);
        await hub.AddAsync(SamplePackage.Of(hub.Key, 8));
        Assert.Equal(HttpStatusCode.Conflict, (await hub.AddAsync(SamplePackage.Of(hub.Key, 9))).Status);
    }

    [Fact]
    public async Task A_package_that_is_rolled_out_stays_until_that_is_stopped()
    {
        await using var hub = await UpdateHub.StartAsync();
        await hub.AddAsync(SamplePackage.Of(hub.Key, 7));
        await hub.EnrolAsync("truong-a", "a-1");
        var id = await hub.StartRolloutAsync(new { release = 7 });
        Assert.Equal(HttpStatusCode.Conflict, (await hub.SendAsync(HttpMethod.Delete, "/packages/7")).Status);
        await hub.SendAsync(HttpMethod.Post, $"/rollouts/{id}/stop");
        Assert.Equal(HttpStatusCode.NoContent, (await hub.SendAsync(HttpMethod.Delete, "/packages/7")).Status);
    }
}
