using System.Security.Cryptography;
using CheckIn.Contract;
using CheckIn.Fixtures;
using CheckIn.Gate.Lists;
using CheckIn.Gate.Settings;
using CheckIn.Gate.Tests.Identity;
using CheckIn.Gate.Uplink;
using CheckIn.Passes;
using Microsoft.Extensions.Logging.Abstractions;

namespace CheckIn.Gate.Tests.Lists;

/// <summary>Lists over real TLS, kept on a medium that may lie.</summary>
public sealed class GateListsTests : IAsyncLifetime
{
    private static readonly DateTimeOffset MadeAt = new(2026, 11, 21, 7, 0, 0, TimeSpan.Zero);
    private readonly string _folder = Directory.CreateTempSubdirectory("checkin-lists-").FullName;
    private readonly FakeTime _time = new();
    private readonly HubWishes _wishes = new();
    private EnrolledGateFixture _gate = null!;
    private HubLink _link = null!;

    private string Journal => Path.Combine(_folder, "journal.db");

    public async Task InitializeAsync()
    {
        _gate = await EnrolledGateFixture.StartAsync();
        _link = new HubLink(_time);
        _link.Connected(1, TimeSpan.FromMilliseconds(3));
    }

    public async Task DisposeAsync()
    {
        await _gate.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task What_the_hub_names_is_fetched_once_taken_up_and_there_after_a_restart()
    {
        var (lists, id) = (Lists(), PassId.New());
        Assert.False(lists.Passes.Revocations.Contains(id));
        var changed = lists.Changed;
        Want(ListNames.Revocations, 3, RevocationList.Write(3, MadeAt, [id.Short]));
        await RoundAsync(lists);
        await RoundAsync(lists);
        Assert.True(changed.IsCompleted);
        Assert.True(lists.Passes.Revocations.Contains(id));
        Assert.Single(_gate.Hub.Requests, static asked => asked == "lists/revocations");
        Assert.True(Lists().Passes.Revocations.Contains(id));
        Want(ListNames.Revocations, 4, RevocationList.Write(4, MadeAt, []));
        await RoundAsync(lists);
        Assert.False(lists.Passes.Revocations.Contains(id));
        Assert.Equal(2, Directory.GetFiles(_folder).Length);
        Assert.Equal(4, Lists().Passes.Revocations.Version);
    }

    [Fact]
    public async Task The_keys_of_passes_come_the_same_way()
    {
        var lists = Lists();
        using var issuer = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        Want(ListNames.Passes, 5, PassKeys.Write(new PassKeysDocument(
            5, MadeAt.ToUnixTimeSeconds(), [PassKeys.EntryOf(issuer, MadeAt, MadeAt.AddDays(9))])));
        using var health = new SyntheticHealth();
        var trust = health.Trust.ToJson();
        Want(ListNames.Trust, 2, trust, keep: true);
        await RoundAsync(lists);
        Assert.Equal((5L, 1), (lists.Passes.Keys.Version, lists.Passes.Keys.Count));
        Assert.Equal(trust, lists.ContentOf(ListNames.Trust)!.Value.ToArray());
        Assert.Equal(health.KeyId, Assert.Single(lists.Signers.Keys).KeyId);
        Assert.Null(lists.ContentOf(ListNames.Cards));
    }

    [Fact]
    public async Task A_list_that_is_not_the_one_announced_or_no_list_changes_nothing_and_is_not_fetched_again_and_again()
    {
        var (lists, id) = (Lists(), PassId.New());
        var good = RevocationList.Write(3, MadeAt, [id.Short]);
        Want(ListNames.Revocations, 3, good);
        var service = Service(lists);
        await service.RoundAsync(default);
        var next = RevocationList.Write(4, MadeAt, []);
        (byte[] Announced, byte[] Sent)[] wrong =
            [(next, next[..^1]), (next, [.. next, 0]), (next, good), (good[..^1], good[..^1])];
        foreach (var (announced, sent) in wrong)
        {
            Want(ListNames.Revocations, 4, announced);
            _gate.Hub.Lists[ListNames.Revocations] = sent;
            await Service(lists).RoundAsync(default);
            Assert.True(lists.Passes.Revocations.Contains(id));
        }
        _gate.Hub.Requests.Clear();
        await service.RoundAsync(default);
        await service.RoundAsync(default);
        Assert.Single(_gate.Hub.Requests, static asked => asked == "lists/revocations");
    }

    [Fact]
    public async Task Every_flipped_byte_on_the_medium_is_found_and_the_list_fetched_again()
    {
        var id = PassId.New();
        Want(ListNames.Revocations, 3, RevocationList.Write(3, MadeAt, [id.Short]));
        await RoundAsync(Lists());
        var file = Directory.GetFiles(_folder, "*-list-*").Single();
        var content = File.ReadAllBytes(file);
        for (var i = 0; i < content.Length; i++)
        {
            content[i] ^= 0x40;
            File.WriteAllBytes(file, content);
            Assert.Equal(0, Lists().Passes.Revocations.Version);
            content[i] ^= 0x40;
        }
        File.WriteAllBytes(file, content[..^1]);
        var lists = Lists();
        Assert.Null(lists.Find(ListNames.Revocations));
        await RoundAsync(lists);
        Assert.True(lists.Passes.Revocations.Contains(id));
        File.WriteAllText(Journal + "-lists", "nothing");
        Assert.Null(Lists().Health);
    }

    [Fact]
    public async Task Its_age_counts_from_when_the_hub_last_said_that_it_is_the_newest()
    {
        var lists = Lists();
        Want(ListNames.Revocations, 3, RevocationList.Write(3, MadeAt, []));
        await RoundAsync(lists);
        _time.Advance(TimeSpan.FromHours(2));
        await RoundAsync(lists);
        Assert.Equal([new ListHealth(ListNames.Revocations, 3, 0)], lists.Health!);
        _link.Lost("gone");
        _time.Advance(TimeSpan.FromHours(5));
        await RoundAsync(lists);
        Assert.Equal([new ListHealth(ListNames.Revocations, 3, 5 * 3600)], lists.Health!);
        Assert.Equal(5 * 3600, Assert.Single(Lists().Health!).AgeS);
    }

    [Fact]
    public async Task A_hub_that_is_away_or_refuses_leaves_everything_as_it_is()
    {
        var lists = Lists();
        Want(ListNames.Revocations, 3, RevocationList.Write(3, MadeAt, []));
        _gate.Hub.Lists.Clear();
        await RoundAsync(lists);
        Assert.Null(lists.Health);
        _wishes.Hear(new DesiredMessage(1, Lists: [
            new ListWanted("revocations", 1, "00", ListWanted.MaxBytes + 1), new ListWanted("later", 1, "00", 4)]));
        await RoundAsync(lists);
        Assert.DoesNotContain(_gate.Hub.Requests, static asked => asked == "lists/later");
    }

    [Fact]
    public async Task A_list_that_comes_again_after_another_is_fetched_though_it_could_not_be_had_before()
    {
        var (lists, id) = (Lists(), PassId.New());
        var service = Service(lists);
        var (first, second) = (RevocationList.Write(3, MadeAt, [id.Short]), RevocationList.Write(4, MadeAt, []));
        // The hub has made another one since it announced this one.
        Want(ListNames.Revocations, 3, first);
        _gate.Hub.Lists[ListNames.Revocations] = second;
        await service.RoundAsync(default);
        Want(ListNames.Revocations, 4, second);
        await service.RoundAsync(default);
        Want(ListNames.Revocations, 3, first);
        await service.RoundAsync(default);
        Assert.True(lists.Passes.Revocations.Contains(id));
    }

    [Fact]
    public async Task Where_the_gate_stands_is_there_after_a_restart_and_follows_what_the_hub_says()
    {
        var lists = Lists();
        var service = Service(lists);
        await service.RoundAsync(default);
        Assert.Empty(Directory.GetFiles(_folder));
        var place = new PlaceWanted("truong-a", ["xa-1", "tinh"]);
        _wishes.Hear(new DesiredMessage(1, Place: place));
        await service.RoundAsync(default);
        Assert.Equal(place, Lists().Place);
        Want(ListNames.Revocations, 3, RevocationList.Write(3, MadeAt, []));
        _wishes.Hear(_wishes.Wanted! with { Place = place with { Site = "truong-b" } });
        await service.RoundAsync(default);
        Assert.Equal(("truong-b", 3L), (Lists().Place!.Site, Lists().Passes.Revocations.Version));
        _wishes.Hear(new DesiredMessage(1));
        await service.RoundAsync(default);
        Assert.Null(Lists().Place);
    }

    [Fact]
    public void A_place_that_is_none_is_not_believed()
    {
        _wishes.Hear(new DesiredMessage(1, Place: new PlaceWanted("", [])));
        Assert.Null(_wishes.Wanted!.Place);
        _wishes.Hear(new DesiredMessage(1, Place: new PlaceWanted("a", ["", null!, new string('x', 65),
            .. Enumerable.Repeat("n", 200)])));
        Assert.Equal(PlaceWanted.MostNodes, _wishes.Wanted!.Place!.Nodes.Count);
        Assert.All(_wishes.Wanted!.Place!.Nodes, static node => Assert.Equal("n", node));
    }

    [Fact]
    public async Task A_list_that_cannot_be_read_any_more_costs_the_others_nothing()
    {
        var (lists, id) = (Lists(), PassId.New());
        Want(ListNames.Revocations, 3, RevocationList.Write(3, MadeAt, [id.Short]));
        await RoundAsync(lists);
        // As a later version of the program has written it.
        var later = "CICARDS2"u8.ToArray();
        var hash = Convert.ToHexStringLower(SHA256.HashData(later));
        var files = new ListFiles(Journal);
        files.Write(new KeptList(ListNames.Cards, 9, hash, later.Length, 0, 0), later);
        files.Count([new KeptList(ListNames.Cards, 9, hash, later.Length, 0, 0), lists.Find(ListNames.Revocations)!], null);
        Assert.True(Lists().Passes.Revocations.Contains(id));
        Assert.Null(Lists().Find(ListNames.Cards));
    }

    private void Want(string name, long version, byte[] content, bool keep = false)
    {
        _gate.Hub.Lists[name] = content;
        var list = new ListWanted(name, version, Convert.ToHexStringLower(SHA256.HashData(content)), content.Length);
        _wishes.Hear(new DesiredMessage(1, Lists: keep ? [.. _wishes.Wanted!.Lists!, list] : [list]));
    }

    private GateLists Lists() => new(new ListFiles(Journal), _time, NullLogger<GateLists>.Instance);

    private ListService Service(GateLists lists) =>
        new(lists, _wishes, _link, _gate.Desk, TimeProvider.System, NullLogger<ListService>.Instance);

    private Task RoundAsync(GateLists lists) => Service(lists).RoundAsync(default);
}
