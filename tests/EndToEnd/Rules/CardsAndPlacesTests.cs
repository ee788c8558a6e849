using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using CheckIn.EndToEnd.Tests.Identity;
using CheckIn.Fixtures;

namespace CheckIn.EndToEnd.Tests.Rules;

/// <summary>
/// What a facility manager lists at the hub, and where the hub has a gate stand, at a gate that decides alone: real processes,
/// a real enrolment, real pictures.
/// </summary>
public sealed class CardsAndPlacesTests : IAsyncLifetime
{
    private const string Site = "truong-mau";
    private readonly SyntheticCodes _codes = new(41);
    private EnrolledPremises _premises = null!;

    public async Task InitializeAsync()
    {
        _premises = await EnrolledPremises.StartAsync();
        foreach (var (code, level, parent) in new[] { ("tinh-mau", "province", (string?)null), ("xa-mau", "commune",
            "tinh-mau") })
        {
            await _premises.SendAsync(HttpMethod.Put, "nodes/" + code, new JsonObject
            {
                ["name"] = code,
                ["level"] = level,
                ["parent"] = parent,
            });
        }
        foreach (var site in new[] { Site, "truong-khac" })
        {
            await _premises.SendAsync(HttpMethod.Put, "sites/" + site, new JsonObject
            {
                ["name"] = site,
                ["kind"] = "school",
                ["node"] = site == Site ? "xa-mau" : null,
            });
        }
        await _premises.SavePlanAsync(rules: new JsonObject { ["AdmittedCategories"] = "staff" });
    }

    public async Task DisposeAsync() => await _premises.DisposeAsync();

    [Fact]
    public async Task Listed_cards_and_scoped_passes_are_judged_as_the_hub_says()
    {
        var (denied, staff, stranger) = (_codes.Cccd(), _codes.CanCuoc(), _codes.NationalPersonalQr());
        await ImportAsync($"number,category,denied\n{NumberOf(denied)},staff,có\n", "");
        await ImportAsync($"Số;Nhóm;Từ chối\n{NumberOf(staff)};nhân viên;không\n", "?site=" + Site);
        string[] shown =
        [
            denied, staff, stranger, await PassAsync("site:" + Site), await PassAsync("node:tinh-mau"),
                await PassAsync("site:truong-khac"),
        ];
        for (var i = 0; i < shown.Length; i++)
            Draw(shown[i], $"{i}");
        var (code, printed) = await _premises.CommandAsync("enrol", await _premises.NewCodeAsync());
        Assert.True(code == 0, printed);
        _premises.StartGate();
        await DecidedAsync("a denied card", "refused", "denied", "cccd", "staff");
        await DecidedAsync("a member of staff", "admitted", "known_credential", "can_cuoc", "staff");
        await DecidedAsync("a stranger", "refused", "category_not_admitted", "national_personal_qr", "visitor");
        await DecidedAsync("a pass of the site, or of a node above it", "admitted", "known_credential", "pass", "staff");
        await DecidedAsync("a pass of another site", "refused", "elsewhere", "pass", null);
        Assert.DoesNotContain((await DecisionsAsync()), static one => one is ("admitted", _, _, "visitor"));

        await _premises.SendAsync(HttpMethod.Post, "cards", new JsonObject
        {
            ["numbers"] = new JsonArray(NumberOf(staff)),
            ["denied"] = true,
        });
        await DecidedAsync("a member of staff who is denied", "refused", "denied", "can_cuoc", "staff");
        var (_, explained) = await _premises.CommandAsync("explain", "--file", Write(staff), "--lang", "en");
        Assert.Contains("→ denied", explained, StringComparison.Ordinal);
        (_, explained) = await _premises.CommandAsync("explain", "--file", Write(shown[4]), "--lang", "en");
        Assert.Contains("Admitted", explained, StringComparison.Ordinal);

        // The site is moved: what is good in its node is good here no more.
        await _premises.SendAsync(HttpMethod.Put, "sites/" + Site, new JsonObject { ["node"] = null });
        await _premises.UntilAsync("the other place", async () =>
            (await _premises.CommandAsync("explain", "--file", Write(shown[4]), "--lang",
                "en")).Printed.Contains("→ elsewhere", StringComparison.Ordinal));
        (_, explained) = await _premises.CommandAsync("explain", "--file", Write(shown[3]), "--lang", "en");
        Assert.Contains("Admitted", explained, StringComparison.Ordinal);
    }

    private async Task ImportAsync(string file, string at)
    {
        using var content = new StringContent(file, Encoding.UTF8, "text/csv");
        await _premises.SendAsync(HttpMethod.Post, "cards/import" + at, content);
    }

    private async Task<string> PassAsync(string scope)
    {
        var answer = await _premises.SendAsync(HttpMethod.Post, "passes", new JsonObject
        {
            ["category"] = "staff",
            ["scope"] = scope,
            ["expires_at"] = TimeProvider.System.GetUtcNow().AddDays(9).ToString("O"),
        });
        return (string)answer!["passes"]![0]!["code"]!;
    }

    private Task DecidedAsync(string what, string outcome, string reason, string credential, string? category) =>
        _premises.UntilAsync(what, async () => (await DecisionsAsync()).Exists(one =>
            one.Outcome == outcome && one.Reason == reason && one.Credential == credential && (category is null
                || one.Category == category)));

    private async Task<List<(string Outcome, string Reason, string Credential, string? Category)>> DecisionsAsync() =>
        [.. (await _premises.Hub.EventsAsync()).Where(static one => one.Kind == "decision").Select(static one =>
        {
            using var fact = JsonDocument.Parse(one.Fact);
            var body = fact.RootElement.GetProperty("body");
            return (body.GetProperty("outcome").GetString()!, body.GetProperty("reason").GetString()!,
                body.GetProperty("credential").GetString()!,
                body.TryGetProperty("category", out var category) ? category.GetString() : null);
        })];

    private void Draw(string code, string name) => PngWriter.Save(
        QrPicture.Draw(code, new QrLook { ModuleSize = 4 }, 640, 480), Path.Combine(_premises.Pictures, name + ".png"));

    private string Write(string code)
    {
        var path = Path.Combine(_premises.GateFolder, "ma.txt");
        File.WriteAllText(path, code);
        return path;
    }

    private static string NumberOf(string code) => code.Split('|')[0];
}
