using System.Runtime.Versioning;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using CheckIn.Enrolment;
using CheckIn.Hub.Audit;
using CheckIn.Hub.Events;
using CheckIn.Hub.Keys;
using CheckIn.Hub.Tests.Ingest;
using CheckIn.Sealing;
using CheckIn.Storage;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace CheckIn.Hub.Tests.Keys;

public sealed class KeyRingTests : IAsyncDisposable
{
    private const string Site = "ubnd-quan-mau";
    private readonly TestHub _hub = TestHub.Start();

    private string Data => Path.GetDirectoryName(_hub.Database)!;
    private string Folder => Path.Combine(Data, "keys");
    private string Privates => Path.Combine(Folder, "tracing-private");

    public ValueTask DisposeAsync() => _hub.DisposeAsync();

    [Fact]
    public void A_site_has_a_key_of_its_own_and_keeps_it_over_a_restart()
    {
        var first = Ring().Deliver(Site);
        Assert.Equal("2026-11-21", first.TagDay);
        Assert.Equal(first.TagKey, Ring().Deliver(Site).TagKey);
        Assert.Equal(first.Version, Ring().VersionOf(Site));
        Assert.NotEqual(first.TagKey, Ring().Deliver("benh-vien-mau").TagKey);
    }

    [Fact]
    public void A_day_later_a_gate_gets_the_key_that_it_would_have_ratcheted_to()
    {
        var ring = Ring();
        var first = Convert.FromBase64String(ring.Deliver(Site).TagKey);
        var version = ring.VersionOf(Site);
        _hub.Time.Pass(TimeSpan.FromDays(40));
        var later = Convert.ToBase64String(TagRatchet.Advance(first, 40));
        Assert.Equal(later, ring.Deliver(Site).TagKey);
        Assert.Equal(later, Ring().Deliver(Site).TagKey);
        Assert.Equal(version, ring.VersionOf(Site));
        _hub.Time.Jump(TimeSpan.FromDays(-40));
        Assert.Equal(Convert.ToBase64String(first), ring.Deliver(Site).TagKey);
    }

    [Fact]
    public void Tracing_keys_are_made_for_120_days_and_their_private_halves_fit()
    {
        var keys = Ring().Deliver(Site).Tracing;
        Assert.Equal(120, keys.Count);
        Assert.Equal(("2026-11-21", "2027-03-20"), (keys[0].Day, keys[^1].Day));
        foreach (var key in keys)
        {
            using var pair = ECDiffieHellman.Create();
            pair.ImportFromPem(File.ReadAllText(Path.Combine(Privates, key.Day + ".pem")));
            Assert.Equal(key.Public, Convert.ToBase64String(Hpke.ExportPublicKey(pair)));
        }
    }

    [Fact]
    public void Each_day_has_its_key_made_once_and_old_public_halves_go()
    {
        var ring = Ring();
        var first = ring.Deliver(Site).Tracing;
        _hub.Time.Pass(TimeSpan.FromDays(10));
        ring.Upkeep();
        var later = ring.Deliver(Site).Tracing;
        Assert.Equal(first.Skip(10), later.Take(110));
        Assert.Equal("2027-03-30", later[^1].Day);
        Assert.Equal("2026-11-24", Path.GetFileNameWithoutExtension(
            Directory.GetFiles(Path.Combine(Folder, "tracing-public")).Min()));
        Assert.Equal(130, Directory.GetFiles(Privates, "*.pem").Length);
        Assert.Null(ring.Trouble);
    }

    [Fact]
    public void A_destroyed_private_half_is_not_made_again()
    {
        var ring = Ring();
        var day = ring.Deliver(Site).Tracing[3];
        File.Delete(Path.Combine(Privates, day.Day + ".pem"));
        ring.Upkeep();
        Assert.False(File.Exists(Path.Combine(Privates, day.Day + ".pem")));
        Assert.Equal(day, Ring().Deliver(Site).Tracing[3]);
    }

    [Fact]
    public void A_crash_between_the_halves_takes_the_private_one_up_again()
    {
        var key = Ring().Deliver(Site).Tracing[5];
        File.Delete(Path.Combine(Folder, "tracing-public", key.Day + ".pem"));
        var ring = Ring();
        ring.Upkeep();
        Assert.Equal(key, ring.Deliver(Site).Tracing[5]);
    }

    [Fact]
    public async Task A_rotation_is_one_sites_and_is_in_the_audit()
    {
        var ring = Ring();
        var (mine, other) = (ring.Deliver(Site), ring.Deliver("cho-mau"));
        await ring.RotateAsync(Site, Actor.Local, default);
        var next = ring.Deliver(Site);
        Assert.True(next.Version > mine.Version);
        Assert.NotEqual(mine.TagKey, next.TagKey);
        Assert.Equal(other.TagKey, ring.Deliver("cho-mau").TagKey);
        var row = Assert.Single(_hub.Store.Read(static db => AuditLog.Read(db, null, 10)));
        Assert.Equal(("local", AuditActions.KeysRotated, Site, "done"),
            (row.Actor, row.Action, row.Subject, row.Outcome));
        await ring.RotateAsync(null, Actor.Local, default);
        Assert.True(ring.VersionOf(Site) > next.Version);
        Assert.True(ring.VersionOf("cho-mau") > other.Version);
        await Assert.ThrowsAsync<KeysException>(() => ring.RotateAsync("not-there", Actor.Local, default));
    }

    [Fact]
    public async Task A_list_put_back_from_an_old_copy_gives_no_key_a_second_time()
    {
        var list = Path.Combine(Folder, "sites.json");
        var ring = Ring();
        ring.Deliver(Site);
        var copy = await File.ReadAllTextAsync(list);
        _hub.Time.Pass(TimeSpan.FromDays(1));
        await ring.RotateAsync(Site, Actor.Local, default);
        var lost = ring.Deliver(Site);
        await File.WriteAllTextAsync(list, copy);
        _hub.Time.Pass(TimeSpan.FromDays(1));
        await ring.RotateAsync(Site, Actor.Local, default);
        Assert.True(ring.VersionOf(Site) > lost.Version);
    }

    [Fact]
    public void A_medium_that_is_out_makes_no_new_root_and_is_told()
    {
        var ring = Ring();
        var before = ring.Deliver(Site);
        Directory.Move(Folder, Folder + "-out");
        foreach (var empty in new[] { false, true })
        {
            if (empty)
                Directory.CreateDirectory(Folder); // The mount point under it.
            foreach (var one in new[] { ring, Ring() })
            {
                Assert.Contains("medium", Assert.Throws<KeysException>(() => one.Deliver(Site)).Message,
                    StringComparison.Ordinal);
                one.Upkeep();
                Assert.Contains("Gates in service go on", one.Trouble?.Message, StringComparison.Ordinal);
            }
            Assert.False(File.Exists(Path.Combine(Folder, "tag-root.key")));
        }
        Directory.Delete(Folder);
        Directory.Move(Folder + "-out", Folder);
        ring.Upkeep();
        Assert.Null(ring.Trouble);
        Assert.Equal(before.TagKey, ring.Deliver(Site).TagKey);
    }

    [Fact]
    public void A_named_place_is_not_made_on_the_disk_under_a_medium()
    {
        var place = Path.Combine(Data, "medium", "keys");
        var error = Assert.Throws<KeysException>(() => Ring(directory: place).Deliver(Site));
        Assert.Contains($"install -d -m 700 {place}", error.Message, StringComparison.Ordinal);
        Directory.CreateDirectory(place);
        Assert.Equal(120, Ring(directory: place).Deliver(Site).Tracing.Count);
    }

    [Fact]
    public void Private_halves_on_a_medium_that_is_out_are_made_nowhere_else()
    {
        var place = Directory.CreateDirectory(Path.Combine(Data, "tracing")).FullName;
        var ring = Ring(tracing: place);
        ring.Deliver(Site);
        Directory.Delete(place, recursive: true);
        Directory.CreateDirectory(place);
        _hub.Time.Pass(TimeSpan.FromDays(1));
        ring.Upkeep();
        Assert.Contains(place, ring.Trouble?.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(place));
        Assert.Equal(119, ring.Deliver(Site).Tracing.Count);
    }

    [Fact]
    public void Private_halves_may_be_made_on_another_machine()
    {
        var ring = Ring(tracing: "none");
        Assert.Contains("keys make", Assert.Throws<KeysException>(() => ring.Deliver(Site)).Message,
            StringComparison.Ordinal);
        var other = Directory.CreateDirectory(Path.Combine(Data, "other")).FullName;
        TracingKeys.Make([.. Enumerable.Range(0, 20).Select(new DateOnly(2026, 11, 21).AddDays)], other,
            Path.Combine(Folder, "tracing-public"));
        Assert.Equal(20, ring.Deliver(Site).Tracing.Count);
        ring.Upkeep();
        Assert.Contains("20 more days", ring.Trouble?.Message, StringComparison.Ordinal);
        _hub.Time.Pass(TimeSpan.FromDays(25));
        Assert.Equal("2026-12-10", Assert.Single(ring.Deliver(Site).Tracing).Day);
        ring.Upkeep();
        Assert.Contains("no public tracing key of today", ring.Trouble?.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("tag-root.key")]
    [InlineData("sites.json")]
    public void A_damaged_file_is_named_with_what_is_lost_and_what_to_do(string name)
    {
        Ring().Deliver(Site);
        var file = Path.Combine(Folder, name);
        File.WriteAllText(file, File.ReadAllText(file).Replace('"', '\''));
        var error = Assert.Throws<KeysException>(() => Ring().Deliver(Site));
        Assert.Contains(file, error.Message, StringComparison.Ordinal);
        Assert.Contains("estore", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void One_wrong_letter_in_the_root_is_noticed()
    {
        Ring().Deliver(Site);
        var file = Path.Combine(Folder, "tag-root.key");
        var root = JsonNode.Parse(File.ReadAllText(file))!;
        var letters = root["root"]!.GetValue<string>().ToCharArray();
        letters[12] = letters[12] == 'A' ? 'B' : 'A';
        root["root"] = new string(letters);
        File.WriteAllText(file, root.ToJsonString());
        Assert.Contains("do not belong together", Assert.Throws<KeysException>(() => Ring().Deliver(Site)).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Another_root_is_taken_only_on_purpose_and_then_rotates_every_site()
    {
        var before = Ring().Deliver(Site);
        var other = TagRoot.Make();
        File.WriteAllText(Path.Combine(Folder, "tag-root.key"), other.ToText());
        Assert.Contains("another root", Assert.Throws<KeysException>(() => Ring().Deliver(Site)).Message,
            StringComparison.Ordinal);
        File.Delete(Path.Combine(Data, "tag-root.id"));
        Assert.True(Ring().Deliver(Site).Version > before.Version);
    }

    [Fact]
    [SupportedOSPlatform("linux")]
    public void Directories_and_files_are_the_owners_alone()
    {
        Ring().Deliver(Site);
        Assert.All([Folder, Privates],
            static path => Assert.Equal(PrivateFile.DirectoryMode, File.GetUnixFileMode(path)));
        var files = Directory.GetFiles(Folder, "*", SearchOption.AllDirectories);
        Assert.Equal(244, files.Length);
        Assert.All(files, static file => Assert.Equal(PrivateFile.Mode, File.GetUnixFileMode(file)));
        File.SetUnixFileMode(Path.Combine(Folder, "tag-root.key"), PrivateFile.Mode | UnixFileMode.OtherRead);
        Ring().Deliver(Site);
        Assert.Equal(PrivateFile.Mode, File.GetUnixFileMode(Path.Combine(Folder, "tag-root.key")));
    }

    private KeyRing Ring(string? directory = null, string? tracing = null) => new(
        Options.Create(new HubKeyOptions { Directory = directory, TracingDirectory = tracing }),
        Options.Create(new EventsOptions { Path = _hub.Database }), _hub.Store, _hub.Time,
        NullLogger<KeyRing>.Instance);
}
