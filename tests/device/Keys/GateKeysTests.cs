using System.Runtime.Versioning;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using CheckIn.Contract;
using CheckIn.Gate.Clock;
using CheckIn.Gate.Keys;
using CheckIn.Gate.Tests.Journal;
using CheckIn.Sealing;

namespace CheckIn.Gate.Tests.Keys;

public sealed class GateKeysTests : IDisposable
{
    private const string Subject = "cccd:001099000001";
    private const UnixFileMode OwnersFile = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode OwnersDirectory = OwnersFile | UnixFileMode.UserExecute;

    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("checkin-keys-");
    private readonly SteppedTime _time = new(new DateTimeOffset(2026, 11, 21, 23, 30, 0, TimeSpan.Zero));

    private string Keys => Path.Combine(_root.FullName, "keys");

    public void Dispose() => _root.Delete(recursive: true);

    [Fact]
    public void A_subject_has_one_tag_a_day_also_after_a_restart()
    {
        SubjectTag first;
        using (var keys = Open())
        {
            first = keys.TagOf(Subject);
            Assert.Equal(first, keys.TagOf(Subject));
            Assert.NotEqual(first, keys.TagOf("cccd:001099000002"));
            Assert.Equal("2026-11-21", first.Day);
            Assert.Matches("^[0-9a-f]{32}$", first.Tag);
        }
        using var again = Open();
        Assert.Equal(first, again.TagOf(Subject));
    }

    [Fact]
    public void The_tag_key_ratchets_with_the_day_and_the_older_one_is_gone_from_the_disk()
    {
        using var keys = Open();
        var stored = StoredTagKey();
        var monday = keys.TagOf(Subject);
        _time.Pass(TimeSpan.FromHours(1));
        var tuesday = keys.TagOf(Subject);
        Assert.Equal("2026-11-22", tuesday.Day);
        Assert.NotEqual(monday.Tag, tuesday.Tag);
        Assert.Equal(TagRatchet.TagOf(TagRatchet.Next(stored), Subject), tuesday.Tag);
        Assert.DoesNotContain(Directory.GetFiles(Keys, "*", SearchOption.AllDirectories), file =>
            File.ReadAllText(file).Contains(Convert.ToBase64String(stored), StringComparison.Ordinal));
    }

    [Fact]
    public void A_sites_day_begins_at_three_by_its_clock_so_that_a_morning_and_its_evening_have_one_tag()
    {
        var zone = TimeZoneInfo.FindSystemTimeZoneById("Asia/Ho_Chi_Minh");
        _time.Pass(TimeSpan.FromHours(-4)); // 02:30 there
        using var keys = GateKeys.Open(new KeyOptions { Directory = Keys }, _time, zone: zone);
        var night = keys.TagOf(Subject);
        _time.Pass(TimeSpan.FromHours(4)); // 06:30
        var morning = keys.TagOf(Subject);
        _time.Pass(TimeSpan.FromHours(11)); // 17:30
        Assert.Equal(("2026-11-21", "2026-11-22"), (night.Day, morning.Day));
        Assert.Equal(morning, keys.TagOf(Subject));
        Assert.NotEqual(night.Tag, morning.Tag);
    }

    [Fact]
    public void The_replaced_file_is_overwritten()
    {
        using var keys = Open();
        using var old = File.OpenRead(Path.Combine(Keys, "tag.json"));
        _time.Pass(TimeSpan.FromDays(1));
        keys.TagOf(Subject);
        var bytes = new byte[old.Length];
        old.ReadExactly(bytes);
        Assert.All(bytes, static b => Assert.Equal(0, b));
    }

    [Fact]
    public void Days_without_the_gate_are_caught_up()
    {
        byte[] stored;
        using (Open())
            stored = StoredTagKey();
        _time.Pass(TimeSpan.FromDays(400));
        using var keys = Open();
        Assert.Equal(TagRatchet.TagOf(TagRatchet.Advance(stored, 400), Subject), keys.TagOf(Subject).Tag);
    }

    [Fact]
    public void A_clock_gone_backwards_keeps_the_stored_keys_and_says_their_day()
    {
        SubjectTag today;
        using (var keys = Open())
        {
            today = keys.TagOf(Subject);
            _time.Wall = DateTimeOffset.UnixEpoch;
            Assert.Equal(today, keys.TagOf(Subject));
        }
        using var again = Open();
        Assert.Equal(today, again.TagOf(Subject));
        Assert.Equal("2026-11-21", DayOf(again.Seal("{}"u8)));
    }

    [Theory]
    [InlineData(10)]
    [InlineData(-10)]
    public void A_jump_of_years_moves_no_key_once_the_time_was_known(int years)
    {
        ClockQuality? synchronised = new ClockQuality(5, 1);
        var clock = new GateClock(_time, () => synchronised);
        using var keys = GateKeys.Open(new KeyOptions { Directory = Keys }, clock);
        var today = keys.TagOf(Subject);
        synchronised = null;
        _time.Wall = _time.Wall.AddYears(years);
        Assert.Equal(today, keys.TagOf(Subject));
        _time.Pass(TimeSpan.FromHours(1));
        Assert.Equal("2026-11-22", keys.TagOf(Subject).Day);
    }

    [Fact]
    public void An_idle_gate_ratchets_by_its_timer()
    {
        using var keys = Open();
        var stored = StoredTagKey();
        _time.Pass(TimeSpan.FromHours(1));
        _time.Fire();
        Assert.Equal(TagRatchet.Next(stored), StoredTagKey());
    }

    [Fact]
    public void A_sealed_part_opens_with_the_private_half_of_its_day_and_only_with_that()
    {
        using var keys = Open();
        var personal = """{"name":"Nguyễn Văn Thử"}"""u8;
        var part = keys.Seal(personal);
        _time.Pass(TimeSpan.FromDays(1));
        var later = keys.Seal(personal);
        Assert.Equal(("2026-11-21", "2026-11-22"), (DayOf(part), DayOf(later)));
        var fields = SealedFields.Parse(part.Json);
        Assert.Equal(part.Hash, fields.Hash());
        Assert.Equal(personal.ToArray(), fields.Open(PrivateKey("2026-11-21")));
        Assert.ThrowsAny<CryptographicException>(() => fields.Open(PrivateKey("2026-11-22")));
        Assert.DoesNotContain("Nguy", Encoding.UTF8.GetString(part.Json.Span), StringComparison.Ordinal);
    }

    [Fact]
    public void The_hash_is_of_salt_enc_and_ct()
    {
        using var keys = Open();
        var part = keys.Seal("{}"u8);
        using var json = JsonDocument.Parse(part.Json);
        byte[] all =
        [
            .. json.RootElement.GetProperty("salt").GetBytesFromBase64(),
            .. json.RootElement.GetProperty("enc").GetBytesFromBase64(),
            .. json.RootElement.GetProperty("ct").GetBytesFromBase64(),
        ];
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(all)), part.Hash);
    }

    [Fact]
    public void The_gate_goes_on_when_the_private_halves_have_been_moved_away()
    {
        using (Open())
            Directory.Delete(Path.Combine(Keys, "tracing-private"), recursive: true);
        using var keys = Open();
        Assert.Equal("2026-11-21", DayOf(keys.Seal("{}"u8)));
        Assert.Empty(Directory.GetFiles(Path.Combine(Keys, "tracing-private")));
    }

    [Fact]
    [SupportedOSPlatform("linux")]
    public void Directories_and_files_are_the_owners_alone()
    {
        Directory.CreateDirectory(Keys);
        using var keys = Open();
        Assert.Equal(OwnersDirectory, File.GetUnixFileMode(Keys));
        Assert.Equal(OwnersDirectory, File.GetUnixFileMode(Path.Combine(Keys, "tracing-private")));
        var files = Directory.GetFiles(Keys, "*", SearchOption.AllDirectories);
        Assert.Equal(3, files.Length);
        Assert.All(files, static file => Assert.Equal(OwnersFile, File.GetUnixFileMode(file)));
    }

    [Fact]
    public void A_damaged_key_is_named_with_what_is_lost_and_what_to_do()
    {
        using (Open())
            File.WriteAllBytes(Path.Combine(Keys, "tag.json"), new byte[70]);
        var error = Assert.Throws<KeyException>(Open);
        Assert.Contains("tag.json", error.Message, StringComparison.Ordinal);
        Assert.Contains("remove it", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Many_threads_may_tag_and_seal_across_midnight()
    {
        using var keys = Open();
        Parallel.For(0, 200, i =>
        {
            if (i == 100)
                _time.Pass(TimeSpan.FromHours(1));
            Assert.Contains(keys.TagOf(Subject).Day, new[] { "2026-11-21", "2026-11-22" });
            Assert.Equal(2, SealedFields.Parse(keys.Seal("{}"u8).Json).Ciphertext.Length - Hpke.TagSize);
        });
    }

    private GateKeys Open() => GateKeys.Open(new KeyOptions { Directory = Keys }, _time);

    private byte[] StoredTagKey()
    {
        using var json = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Keys, "tag.json")));
        return json.RootElement.GetProperty("key").GetBytesFromBase64();
    }

    private ECDiffieHellman PrivateKey(string day)
    {
        var key = ECDiffieHellman.Create();
        key.ImportFromPem(File.ReadAllText(Path.Combine(Keys, "tracing-private", day + ".pem")));
        return key;
    }

    private static string DayOf(SealedPart part) => SealedFields.DayText(SealedFields.Parse(part.Json).Day);
}
