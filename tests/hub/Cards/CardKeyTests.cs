using CheckIn.Credentials;
using CheckIn.Hub.Audit;
using CheckIn.Hub.Cards;
using CheckIn.Hub.Events;
using CheckIn.Hub.Keys;
using CheckIn.Hub.Lists;
using CheckIn.Hub.Tests.Desired;
using CheckIn.Storage;
using Microsoft.Extensions.Options;

namespace CheckIn.Hub.Tests.Cards;

/// <summary>The key under which cards are kept: lost, damaged, and another one than the database's.</summary>
public sealed class CardKeyTests
{
    [Fact]
    public async Task Without_its_key_no_card_is_changed_gates_keep_their_list_and_it_can_be_begun_anew()
    {
        await using var world = await SettingsWorld.StartAsync();
        var (desk, lists) = (world.Get<CardDesk>(), world.Get<CardLists>());
        await DenyAsync();
        lists.Renew();
        Assert.NotNull(lists.Wanted("a1"));
        var place = Path.Combine(Path.GetDirectoryName(world.Get<IOptions<EventsOptions>>().Value.Path)!, "keys", "cards.key");
        if (!OperatingSystem.IsWindows())
            Assert.Equal(PrivateFile.Mode, File.GetUnixFileMode(place));
        var key = File.ReadAllText(place);
        foreach (var wrong in new[] { null, "nothing", new string('0', 64) })
        {
            File.Delete(place);
            if (wrong is not null)
                File.WriteAllText(place, wrong);
            await Assert.ThrowsAsync<KeysException>(DenyAsync);
            lists.Renew();
            Assert.Null(lists.Wanted("a1"));
            Assert.True(lists.IsTroubled);
        }
        File.WriteAllText(place, key);
        lists.Renew();
        Assert.NotNull(lists.Wanted("a1"));
        File.Delete(place);
        await desk.ClearAsync(null, isAll: true, Actor.Local, world.Whole);
        lists.Renew();
        Assert.Equal(0, CheckIn.Rules.CardDocument.Read(world.Get<GateListing>().Find("cards", "a1")!.Content.Span).Count);
        await DenyAsync();
        Assert.NotEqual(key, File.ReadAllText(place));

        Task DenyAsync() => desk.ChangeAsync(
            new CardChange([PrintedNumber.Read("001099000001")!], null, null, true, null, null, false), Actor.Local, world.Whole);
    }
}
