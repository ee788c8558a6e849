using System.Security.Cryptography;
using System.Text.Json;
using CheckIn.Enrolment;
using CheckIn.Gate.Keys;
using CheckIn.Gate.Tests.Journal;
using CheckIn.Sealing;

namespace CheckIn.Gate.Tests.Keys;

public sealed class AdoptionTests : IDisposable
{
    private const string Subject = "cccd:001099000001";
    private static readonly DateOnly Today = new(2026, 11, 21);

    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("checkin-keys-");
    private readonly SteppedTime _time = new(new DateTimeOffset(2026, 11, 21, 12, 0, 0, TimeSpan.Zero));
    private readonly byte[] _siteKey = RandomNumberGenerator.GetBytes(TagRatchet.KeySize);
    private readonly Dictionary<DateOnly, ECDiffieHellman> _privates = [];

    private string Keys => Path.Combine(_root.FullName, "keys");
    private string Tag => Path.Combine(Keys, "tag.json");

    public void Dispose()
    {
        _root.Delete(recursive: true);
        foreach (var key in _privates.Values)
            key.Dispose();
    }

    [Fact]
    public void The_sites_key_takes_the_place_of_the_gates_own_and_stays_over_a_restart()
    {
        using (var keys = Open())
        {
            var own = keys.TagOf(Subject);
            keys.Adopt(Delivery(7));
            Assert.NotEqual(own.Tag, keys.TagOf(Subject).Tag);
            Assert.Equal(TagRatchet.TagOf(_siteKey, Subject), keys.TagOf(Subject).Tag);
        }
        using var again = Open();
        Assert.Equal(TagRatchet.TagOf(_siteKey, Subject), again.TagOf(Subject).Tag);
        Assert.Equal(7, again.Version);
        _time.Pass(TimeSpan.FromDays(3));
        Assert.Equal(
            new SubjectTag(TagRatchet.TagOf(TagRatchet.Advance(_siteKey, 3), Subject), "2026-11-24"),
            again.TagOf(Subject));
    }

    [Fact]
    public void The_key_of_before_is_gone_from_the_disk_and_its_file_overwritten()
    {
        using var keys = Open();
        var own = Convert.ToBase64String(StoredKey());
        using var old = File.OpenRead(Tag);
        keys.Adopt(Delivery(7));
        Assert.DoesNotContain(Directory.GetFiles(Keys, "*", SearchOption.AllDirectories), file =>
            File.ReadAllText(file).Contains(own, StringComparison.Ordinal));
        var bytes = new byte[old.Length];
        old.ReadExactly(bytes);
        Assert.All(bytes, static b => Assert.Equal(0, b));
    }

    [Fact]
    public void The_same_version_again_turns_no_key_back()
    {
        using var keys = Open();
        keys.Adopt(Delivery(7));
        _time.Pass(TimeSpan.FromDays(1));
        var tomorrow = keys.TagOf(Subject);
        keys.Adopt(Delivery(7));
        Assert.Equal(tomorrow, keys.TagOf(Subject));
    }

    [Fact]
    public void An_earlier_version_changes_nothing()
    {
        using var keys = Open();
        keys.Adopt(Delivery(7));
        var (tag, until) = (keys.TagOf(Subject), keys.TracingUntil);
        keys.Adopt(Delivery(6, days: 50) with { TagKey = Convert.ToBase64String(new byte[32]) });
        Assert.Equal((tag, until, 7L), (keys.TagOf(Subject), keys.TracingUntil, keys.Version));
    }

    [Fact]
    public void A_delivery_of_yesterday_is_ratcheted_to_today_and_one_of_tomorrow_is_used_as_it_is()
    {
        using var keys = Open();
        keys.Adopt(Delivery(1) with { TagDay = "2026-11-20" });
        Assert.Equal(new SubjectTag(TagRatchet.TagOf(TagRatchet.Next(_siteKey), Subject), "2026-11-21"),
            keys.TagOf(Subject));
        keys.Adopt(Delivery(2) with { TagDay = "2026-11-22" });
        Assert.Equal(new SubjectTag(TagRatchet.TagOf(_siteKey, Subject), "2026-11-22"), keys.TagOf(Subject));
    }

    [Fact]
    public void A_gate_whose_clock_was_years_ahead_comes_back_with_the_next_version()
    {
        _time.Wall = _time.Wall.AddYears(4);
        using var keys = Open();
        keys.Adopt(Delivery(1));
        Assert.Equal("2030-11-21", keys.TagOf(Subject).Day);
        _time.Wall = _time.Wall.AddYears(-4);
        Assert.Equal("2030-11-21", keys.TagOf(Subject).Day);
        keys.Adopt(Delivery(2));
        Assert.Equal("2026-11-21", keys.TagOf(Subject).Day);
    }

    [Fact]
    public void What_is_sealed_opens_with_the_sites_private_key_of_its_day()
    {
        using var keys = Open();
        keys.Adopt(Delivery(1));
        for (var day = Today; day < Today.AddDays(3); day = day.AddDays(1))
        {
            var fields = SealedFields.Parse(keys.Seal("{}"u8).Json);
            Assert.Equal(day, fields.Day);
            Assert.Equal("{}"u8.ToArray(), fields.Open(_privates[day]));
            _time.Pass(TimeSpan.FromDays(1));
        }
    }

    [Fact]
    public void Without_a_key_for_today_the_last_one_is_used_and_its_day_is_said()
    {
        using var keys = Open();
        keys.Adopt(Delivery(1, days: 3));
        Assert.Equal(new DateOnly(2026, 11, 23), keys.TracingUntil);
        _time.Pass(TimeSpan.FromDays(10));
        Assert.Equal(new DateOnly(2026, 11, 23), SealedFields.Parse(keys.Seal("{}"u8).Json).Day);
        Assert.Equal("2026-12-01", keys.TagOf(Subject).Day);
        keys.Adopt(Delivery(1, days: 30));
        Assert.Equal(new DateOnly(2026, 12, 1), SealedFields.Parse(keys.Seal("{}"u8).Json).Day);
    }

    [Fact]
    public void A_clock_gone_backwards_seals_to_no_day_of_before()
    {
        using (var keys = Open())
        {
            keys.Adopt(Delivery(1));
            _time.Pass(TimeSpan.FromDays(5));
            keys.TagOf(Subject);
        }
        _time.Wall = _time.Wall.AddDays(-5);
        using var again = Open();
        Assert.Equal(new DateOnly(2026, 11, 26), SealedFields.Parse(again.Seal("{}"u8).Json).Day);
    }

    [Fact]
    public void What_was_sealed_before_enrolment_stays_openable()
    {
        SealedFields before;
        using (var keys = Open())
        {
            before = SealedFields.Parse(keys.Seal("{}"u8).Json);
            keys.Adopt(Delivery(1));
            _time.Pass(TimeSpan.FromDays(1));
            keys.Seal("{}"u8);
        }
        Open().Dispose();
        var file = Assert.Single(Directory.GetFiles(Path.Combine(Keys, "tracing-private")));
        using var key = ECDiffieHellman.Create();
        key.ImportFromPem(File.ReadAllText(file));
        Assert.Equal("{}"u8.ToArray(), before.Open(key));
    }

    [Fact]
    public void A_gate_that_begins_enrolled_makes_no_keys_of_its_own()
    {
        using var keys = GateKeys.Open(new KeyOptions { Directory = Keys }, _time, null, Delivery(3));
        Assert.Equal(TagRatchet.TagOf(_siteKey, Subject), keys.TagOf(Subject).Tag);
        keys.Seal("{}"u8);
        Assert.Equal(["tag.json", "tracing-site.json"],
            Directory.GetFileSystemEntries(Keys).Select(Path.GetFileName).Order());
    }

    [Fact]
    public void The_card_is_written_only_when_something_is_new()
    {
        using var keys = Open();
        keys.Adopt(Delivery(1));
        foreach (var file in Directory.GetFiles(Keys))
            File.SetLastWriteTimeUtc(file, DateTime.UnixEpoch);
        keys.Adopt(Delivery(1));
        Assert.All(Directory.GetFiles(Keys),
            static file => Assert.Equal(DateTime.UnixEpoch, File.GetLastWriteTimeUtc(file)));
    }

    public static TheoryData<string> Broken => [
        "version", "short key", "no key", "day", "point", "order", "too many", "nothing"];

    [Theory]
    [MemberData(nameof(Broken))]
    public void A_delivery_that_cannot_be_used_changes_nothing(string how)
    {
        using var keys = Open();
        keys.Adopt(Delivery(1));
        var (tag, until) = (keys.TagOf(Subject), keys.TracingUntil);
        var good = Delivery(2);
        var broken = how switch
        {
            "version" => good with { Version = 0 },
            "short key" => good with { TagKey = "AAAA" },
            "no key" => good with { TagKey = null! },
            "day" => good with { TagDay = "tomorrow" },
            "point" => good with { Tracing = [new("2026-11-21", Convert.ToBase64String(new byte[65]))] },
            "order" => good with { Tracing = [.. good.Tracing.Reverse()] },
            "too many" => good with { Tracing = [.. Enumerable.Repeat(good.Tracing[0], 401)] },
            _ => good with { Tracing = null! },
        };
        Assert.Contains("goes on with the keys it has", Assert.Throws<KeyException>(() => keys.Adopt(broken)).Message,
            StringComparison.Ordinal);
        Assert.Equal((tag, until, 1L), (keys.TagOf(Subject), keys.TracingUntil, keys.Version));
    }

    [Theory]
    [InlineData("tracing-site.json.new")]
    [InlineData("tag.json.new")]
    public void A_disk_that_takes_nothing_leaves_the_keys_of_before_and_the_next_delivery_heals(string blocked)
    {
        using var keys = Open();
        keys.Adopt(Delivery(1));
        var tag = keys.TagOf(Subject);
        var block = Directory.CreateDirectory(Path.Combine(Keys, blocked));
        Assert.Contains("keys of before stay in use", Assert.Throws<KeyException>(() => keys.Adopt(Other(2))).Message,
            StringComparison.Ordinal);
        Assert.Equal((tag, 1L), (keys.TagOf(Subject), keys.Version));
        Assert.NotEmpty(keys.Seal("{}"u8).Hash);
        block.Delete();
        keys.Adopt(Other(2));
        Assert.Equal(2, keys.Version);
    }

    /// <summary>
    /// The moments of an adoption at which power may fail, as they are found afterwards: each file whole or missing
    /// under
    /// its own name, and whole or torn under the name it is written under.
    /// </summary>
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    public void After_a_crash_at_any_step_old_or_new_keys_are_in_force_and_no_key_lies_about(int step)
    {
        using (var keys = Open())
            keys.Adopt(Delivery(1));
        var old = Directory.GetFiles(Keys).ToDictionary(static file => file, File.ReadAllBytes);
        using (var keys = Open())
            keys.Adopt(Other(2));
        // 0, 1: the tracing keys are being written (torn, whole); 2: in place; 3, 4: the tag key likewise; 5: all is
        // done.
        var tracing = Path.Combine(Keys, "tracing-site.json");
        var (torn, whole) = step < 2 ? (0, 1) : (3, 4);
        var written = step < 2 ? tracing : Tag;
        var next = File.ReadAllBytes(written);
        if (step == torn)
            File.WriteAllBytes(written + ".new", next[..10]);
        else if (step == whole)
            File.WriteAllBytes(written + ".new", next);
        if (step < 2)
            File.WriteAllBytes(tracing, old[tracing]);
        if (step < 5)
            File.WriteAllBytes(Tag, old[Tag]);
        using var after = Open();
        Assert.Equal(step == 5 ? 2 : 1, after.Version);
        Assert.NotEmpty(after.Seal("{}"u8).Hash);
        Assert.Empty(Directory.GetFiles(Keys, "*.new"));
        after.Adopt(Other(2));
        Assert.Equal(TagRatchet.TagOf(new byte[32], Subject), after.TagOf(Subject).Tag);
    }

    private GateKeys Open() => GateKeys.Open(new KeyOptions { Directory = Keys }, _time);

    private KeyDelivery Other(long version) =>
        Delivery(version, days: 40) with { TagKey = Convert.ToBase64String(new byte[32]) };

    private KeyDelivery Delivery(long version, int days = 20) => new(
        version, SealedFields.DayText(Today), Convert.ToBase64String(_siteKey),
        [.. Enumerable.Range(0, days).Select(i =>
        {
            var day = Today.AddDays(i);
            if (!_privates.TryGetValue(day, out var key))
                _privates[day] = key = ECDiffieHellman.Create(ECCurve.NamedCurves.nistP256);
            return new TracingPublicKey(SealedFields.DayText(day), Convert.ToBase64String(Hpke.ExportPublicKey(key)));
        })]);

    private byte[] StoredKey()
    {
        using var json = JsonDocument.Parse(File.ReadAllBytes(Tag));
        return json.RootElement.GetProperty("key").GetBytesFromBase64();
    }
}
