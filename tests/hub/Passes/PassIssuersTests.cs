using System.Runtime.Versioning;
using CheckIn.Hub.Events;
using CheckIn.Hub.Keys;
using CheckIn.Hub.Passes;
using CheckIn.Hub.Tests.Ingest;
using CheckIn.Passes;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace CheckIn.Hub.Tests.Passes;

/// <summary>Keys that follow one another, through time that is told.</summary>
public sealed class PassIssuersTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("checkin-issuers-").FullName;
    private readonly SteppedTime _time = new();
    private readonly PassOptions _options = new();

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void The_first_key_is_made_at_the_first_use_and_signs_at_once()
    {
        var issuers = Issuers();
        Assert.Empty(issuers.All);
        issuers.Upkeep();
        Assert.Empty(issuers.All);
        using var key = issuers.Open();
        var made = Assert.Single(issuers.All);
        Assert.Equal(Convert.ToHexStringLower(PassKeys.KidOf(key)), made.Kid);
        Assert.True(made.SignsFrom <= _time.GetUtcNow());
        using var again = Issuers().Open();
        Assert.Equal(PassKeys.KidOf(key), PassKeys.KidOf(again));
    }

    [Fact]
    public void The_next_is_known_before_it_signs_and_the_last_is_believed_until_its_last_pass_has_ended()
    {
        var issuers = Issuers();
        var first = KidNow(issuers);
        _time.Pass(_options.KeyAge - _options.KeyLead - TimeSpan.FromMinutes(1));
        issuers.Upkeep();
        Assert.Single(issuers.All);
        _time.Pass(TimeSpan.FromMinutes(2));
        issuers.Upkeep();
        Assert.Equal(2, issuers.All.Count);
        Assert.Equal(first, KidNow(issuers));
        _time.Pass(_options.KeyLead);
        var second = KidNow(issuers);
        Assert.NotEqual(first, second);
        _time.Pass(_options.LongestLife - TimeSpan.FromHours(1));
        issuers.Upkeep();
        Assert.Contains(issuers.All, key => key.Kid == first);
        _time.Pass(TimeSpan.FromHours(2));
        issuers.Upkeep();
        Assert.DoesNotContain(issuers.All, key => key.Kid == first);
        Assert.False(File.Exists(Path.Combine(_folder, "keys", $"pass-issuer-{first}.key")));
    }

    [Fact]
    public void By_command_the_next_is_made_now_and_a_stolen_one_is_believed_no_more()
    {
        var issuers = Issuers();
        var first = KidNow(issuers);
        var next = issuers.Rotate(isNow: false, isDistrusted: false);
        Assert.Equal(first, KidNow(issuers));
        Assert.Equal(_time.GetUtcNow() + _options.KeyLead, next.SignsFrom, TimeSpan.FromSeconds(1));
        var now = issuers.Rotate(isNow: true, isDistrusted: false);
        Assert.Equal(now.Kid, KidNow(issuers));
        var trusted = issuers.Rotate(isNow: false, isDistrusted: true);
        Assert.Equal(trusted, Assert.Single(issuers.All));
        Assert.Equal(trusted.Kid, KidNow(issuers));
        Assert.Single(Directory.GetFiles(Path.Combine(_folder, "keys"), "pass-issuer-*.key"));
    }

    [UnsupportedOSPlatform("windows")]
    [Fact]
    public void Every_key_lies_where_only_its_owner_reads_it_and_backups_take_it()
    {
        KidNow(Issuers());
        foreach (var file in Directory.GetFiles(Path.Combine(_folder, "keys")))
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
    }

    [Fact]
    public void A_key_that_is_gone_or_damaged_is_told_and_not_made_anew()
    {
        var issuers = Issuers();
        var file = Path.Combine(_folder, "keys", $"pass-issuer-{KidNow(issuers)}.key");
        File.WriteAllText(file, "nothing");
        Assert.Contains("damaged", Assert.Throws<KeysException>(issuers.Open).Message, StringComparison.Ordinal);
        File.Delete(file);
        Assert.Contains("is not there", Assert.Throws<KeysException>(issuers.Open).Message, StringComparison.Ordinal);
        Assert.Single(issuers.All);
        File.WriteAllText(Path.Combine(_folder, "keys", "pass-issuers.json"), "{}");
        Assert.Contains("damaged", Assert.Throws<KeysException>(() => issuers.All).Message, StringComparison.Ordinal);
    }

    private static string KidNow(PassIssuers issuers)
    {
        using var key = issuers.Open();
        return Convert.ToHexStringLower(PassKeys.KidOf(key));
    }

    private PassIssuers Issuers() => new(
        Options.Create(_options), Options.Create(new HubKeyOptions()),
        Options.Create(new EventsOptions { Path = Path.Combine(_folder, "hub.db") }), _time, NullLogger<PassIssuers>.Instance);
}
