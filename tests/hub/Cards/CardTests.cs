using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using CheckIn.Contract;
using CheckIn.Credentials;
using CheckIn.Fixtures;
using CheckIn.Hub.Accounts;
using CheckIn.Hub.Audit;
using CheckIn.Hub.Cards;
using CheckIn.Hub.Lists;
using CheckIn.Hub.Sites;
using CheckIn.Hub.Tests.Web;
using CheckIn.Rules;

namespace CheckIn.Hub.Tests.Cards;

/// <summary>Cards as the hub takes, keeps and hands them on.</summary>
public sealed class CardTests : IAsyncLifetime
{
    private readonly SyntheticCodes _codes = new(31);
    private WebHost _hub = null!;

    public async Task InitializeAsync()
    {
        _hub = await WebHost.StartAsync();
        foreach (var site in new[] { "truong-a", "truong-b" })
        {
            await _hub.Get<SiteRegister>().SaveAsync(
                site, new Dictionary<string, string?> { ["name"] = site, ["kind"] = "school" }, Actor.Local, default);
        }
    }

    public async Task DisposeAsync() => await _hub.DisposeAsync();

    [Fact]
    public async Task A_gate_finds_in_its_list_whoever_shows_the_code_of_a_listed_number()
    {
        string[] codes = [_codes.Cccd(), _codes.CanCuoc(), _codes.InsuranceCard(), _codes.OldInsuranceCard()];
        var file = "number,kind,category\n" + string.Concat(codes.Select((code, i) =>
            $"{code.Split('|')[0]},{(i < 2 ? "cccd" : "bhyt")},staff\n"));
        var person = _codes.NationalPersonalQr().Split('|');
        await ImportAsync(file + $"{person[4]},qid,deliverer\n{person[0]},cccd,staff\n", "truong-a");
        var list = ListOf("truong-a");
        Assert.All(codes, code => Assert.Equal("staff", CategoryOf(list, code)));
        Assert.Equal("deliverer", CategoryOf(list, string.Join('|', person)));
        person[4] = "";
        Assert.Equal("staff", CategoryOf(list, string.Join('|', person)));
        Assert.Null(CategoryOf(list, _codes.Cccd()));
        Assert.Empty(Categories(ListOf("truong-b")));
    }

    [Fact]
    public async Task A_site_has_the_cards_of_everywhere_and_its_own_and_who_is_denied_everywhere_is_denied_there()
    {
        var (boss, thief) = (_codes.Cccd(), _codes.Cccd());
        await ImportAsync($"number,category,denied\n{NumberOf(boss)},visitor,\n{NumberOf(thief)},visitor,yes\n");
        await ImportAsync($"number,category\n{NumberOf(boss)},staff\n{NumberOf(thief)},staff\n", "truong-a");
        var (own, other) = (ListOf("truong-a"), ListOf("truong-b"));
        Assert.Equal(("staff", false), Said(own, boss));
        Assert.Equal(("staff", true), Said(own, thief));
        Assert.Equal(("visitor", false), Said(other, boss));
        Assert.Equal(("visitor", true), Said(other, thief));
        var (status, _) = await PostAsync("", new
        {
            numbers = new[] { NumberOf(thief) },
            site = "truong-a",
            denied = false,
            must_be_listed = true
        });
        Assert.Equal(HttpStatusCode.NoContent, status);
        Renew();
        Assert.Equal(("staff", true), Said(ListOf("truong-a"), thief));
    }

    [Fact]
    public async Task The_same_cards_are_the_same_list_and_others_are_a_later_one()
    {
        var one = NumberOf(_codes.Cccd());
        await ImportAsync($"number\n{one}\n");
        var first = Listing.WantedAt("truong-a")!.Single();
        Renew();
        Assert.Equal(first, Listing.WantedAt("truong-b")!.Single());
        await PostAsync("", new { numbers = new[] { one }, denied = true });
        Renew();
        var second = Listing.WantedAt(null)!.Single();
        Assert.True(second.Version > first.Version && second.Sha256 != first.Sha256);
        await PostAsync("", new { numbers = new[] { one }, denied = false });
        Renew();
        Assert.Equal(first.Sha256, Listing.WantedAt(null)!.Single().Sha256);
    }

    [Fact]
    public async Task Who_has_had_cards_has_an_empty_list_when_they_are_gone()
    {
        Assert.Null(Listing.WantedAt("truong-a"));
        await ImportAsync($"number\n{NumberOf(_codes.Cccd())}\n", "truong-a");
        Assert.Equal(0, ListOf("truong-b").Count);
        using var answer = await _hub.Http.DeleteAsync("/api/v1/cards?site=truong-a");
        Assert.Equal(HttpStatusCode.NoContent, answer.StatusCode);
        Renew();
        Assert.Equal(0, ListOf("truong-a").Count);
        Assert.Equal(0, _hub.Store.Read(static db =>
            { using var row = db.Prepare("SELECT count(*) FROM card"); row.Step(); return row.Int64(0); }));
    }

    [Fact]
    public async Task A_file_with_a_mistake_changes_nothing_and_a_trial_neither()
    {
        var kept = _codes.Cccd();
        await ImportAsync($"number,category\n{NumberOf(kept)},staff\n", "truong-a");
        var (status, body) = await ImportedAsync("number\nnothing\n", "?site=truong-a");
        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Equal(2, body.GetProperty("errors")[0].GetProperty("line").GetInt32());
        (status, body) = await ImportedAsync($"number\n{NumberOf(_codes.Cccd())}\n", "?site=truong-a&dry_run=true");
        Assert.Equal((HttpStatusCode.OK, 1), (status, body.GetProperty("cards").GetInt32()));
        Assert.Equal(HttpStatusCode.NotFound, (await ImportedAsync("number\n001099000001\n", "?site=truong-x")).Status);
        Renew();
        Assert.Equal("staff", CategoryOf(ListOf("truong-a"), kept));
    }

    [Fact]
    public async Task Single_cards_are_listed_changed_shown_and_taken_out()
    {
        var (code, other) = (_codes.Cccd(), _codes.Cccd());
        string[] numbers = [NumberOf(code)];
        Assert.Equal(HttpStatusCode.NotFound, (await PostAsync("", new
        {
            numbers,
            denied = false,
            must_be_listed = true
        })).Status);
        Assert.Equal(HttpStatusCode.NoContent, (await PostAsync("", new
        {
            numbers,
            category = "staff",
            until = "2027-05-31"
        })).Status);
        Assert.Equal(HttpStatusCode.NoContent, (await PostAsync("", new { numbers, denied = true })).Status);
        var (_, found) = await PostAsync("/find", new { number = numbers[0] });
        Assert.Equal(
            """{"cards":[{"site":null,"category":"staff","denied":true,"from":null,"until":"2027-05-31"}]}""",
                found.GetRawText());
        Assert.Equal(HttpStatusCode.BadRequest, (await PostAsync("", new { numbers, from = "2027-06-01" })).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await PostAsync("", new { numbers = new[] { "12" } })).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await PostAsync("/remove", new
        {
            numbers = new[] { numbers[0],
            NumberOf(other) }
        })).Status);
        Renew();
        Assert.Equal(("staff", true), Said(ListOf(null), code));
        Assert.Equal(HttpStatusCode.NoContent, (await PostAsync("/remove", new { numbers })).Status);
        Renew();
        Assert.Null(CategoryOf(ListOf(null), code));
        var lists = await _hub.GetJsonAsync("/api/v1/cards");
        Assert.Equal(0, lists.GetProperty("lists")[0].GetProperty("cards").GetInt32());
    }

    [Fact]
    public async Task Of_two_imports_at_once_one_is_there_as_a_whole()
    {
        var files = Enumerable.Range(0, 4).Select(_ => Enumerable.Range(0, 50).Select(_ =>
            _codes.Cccd()).DistinctBy(NumberOf).ToList()).ToList();
        await Task.WhenAll(files.Select(codes => ImportAsync("number\n" + string.Join('\n', codes.Select(NumberOf)),
            "truong-a")));
        var list = ListOf("truong-a");
        Assert.Single(files, codes => codes.All(code => CategoryOf(list, code) is not null) && list.Count == 2 * codes.Count);
    }

    [Fact]
    public async Task No_number_is_in_the_database_the_audit_or_the_list()
    {
        var number = NumberOf(_codes.Cccd());
        await ImportAsync($"number,denied\n{number},yes\n", "truong-a");
        await PostAsync("", new { numbers = new[] { number }, site = "truong-a", category = "staff" });
        var acts = _hub.Store.Read(static db => AuditLog.Read(db, 0, 100)).Where(static act => act.Action.StartsWith("cards_",
            StringComparison.Ordinal)).ToList();
        Assert.Equal(["cards_changed", "cards_imported"], acts.Select(static act => act.Action).Order());
        Assert.Contains(acts, static act => act.Detail == "cards 1, denied 1");
        Assert.All(acts, act => Assert.DoesNotContain(number, act.Detail, StringComparison.Ordinal));
        Assert.True(Listing.Find(ListNames.Cards, "truong-a")!.Content.Span.IndexOf(Encoding.ASCII.GetBytes(number)) < 0);
        Assert.Equal(0, _hub.Store.Read(db =>
        {
            using var row = db.Prepare("SELECT count(*) FROM card WHERE instr(hex(key), ?1) OR instr(hex(twin), ?1) OR "
                + "instr(key, ?1)");
            row.Bind(1, number).Step();
            return row.Int64(0);
        }));
    }

    private GateListing Listing => _hub.Get<GateListing>();

    private void Renew() => _hub.Get<CardLists>().Renew();

    private CardList ListOf(string? site) => CardDocument.Read(Listing.Find(ListNames.Cards, site)!.Content.Span);

    private async Task ImportAsync(string file, string? site = null)
    {
        var (status, body) = await ImportedAsync(file, site is null ? "" : "?site=" + site);
        Assert.True(status == HttpStatusCode.OK, body.ToString());
        Renew();
    }

    private async Task<(HttpStatusCode Status, JsonElement Body)> ImportedAsync(string file, string at)
    {
        using var content = new StringContent(file, Encoding.UTF8, "text/csv");
        using var answer = await _hub.Http.PostAsync("/api/v1/cards/import" + at, content);
        return (answer.StatusCode, await answer.Content.ReadFromJsonAsync<JsonElement>());
    }

    private async Task<(HttpStatusCode Status, JsonElement Body)> PostAsync(string path, object body)
    {
        using var answer = await _hub.Http.PostAsJsonAsync("/api/v1/cards" + path, body);
        var text = await answer.Content.ReadAsStringAsync();
        return (answer.StatusCode, text.Length == 0 ? default : JsonDocument.Parse(text).RootElement.Clone());
    }

    private static string NumberOf(string code) => code.Split('|')[0];

    private static (string? Category, bool IsDenied) Said(CardList list, string code)
    {
        var subject = CredentialReader.Read(Encoding.UTF8.GetBytes(code)).Subject!;
        return list.TryFind(SubjectKey.Of(list.Key.Span, Encoding.UTF8.GetBytes(subject)), out var card)
            ? (list.Categories[card.Category], card.IsDenied) : (null, false);
    }

    private static string? CategoryOf(CardList list, string code) => Said(list, code).Category;

    private static IReadOnlyList<string> Categories(CardList list) => list.Categories;
}
