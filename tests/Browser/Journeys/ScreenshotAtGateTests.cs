using System.Net.Http.Json;
using System.Text.Json;
using CheckIn.Browser.Tests.Chromium;
using CheckIn.Contract;
using CheckIn.Fixtures;

namespace CheckIn.Browser.Tests.Journeys;

/// <summary>What a phone shows, before the camera of a real gate.</summary>
public sealed class ScreenshotAtGateTests : Offices
{
    private const string Site = "ubnd-phuong-1";

    private protected override bool HasEnrolment => true;

    [BrowserFact]
    public async Task A_gate_lets_a_screenshot_of_a_rotating_code_in_once_and_refuses_the_same_one_two_minutes_later_as_replayed()
    {
        var shown = Directory.CreateDirectory(Path.Combine(Premises.Folder, "shown")).FullName;
        var gate = await Premises.EnrolGateAsync(Site, "UBND phường 1");
        await Premises.StartGateAsync(gate, "In", shown, once: false, framesPerSecond: 5, Premises.OneClock);
        var link = await InviteAsync();
        Browser.Become(new Look(Look.Phone, "vi"));
        await VisitorTests.DeclareAsync(Browser, link);
        await Browser.UntilAsync("the way to a code", () => Browser.Find("#phone").Displayed);
        Browser.Find("#phone button").Click();
        await Browser.UntilAsync("the code", () => Browser.FindAll("#code svg").Count == 1);

        // Whichever code is on the screen when the gate has the hub's keys and time: one is admitted.
        var (code, picture) = ("", Array.Empty<byte>());
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        while (!(await ReasonsAsync()).Contains("admitted " + Reasons.KnownCredential))
        {
            Assert.False(limit.IsCancellationRequested, string.Join(", ", await ReasonsAsync()) + "\n" + Premises.Tails);
            picture = Browser.Picture();
            if (Screenshot.Find(picture) is { } found && found != code)
            {
                code = found;
                Show(shown, picture);
            }
            await Task.Delay(200);
        }
        File.Delete(Path.Combine(shown, "screen.png"));
        await Task.Delay(TimeSpan.FromSeconds(121));
        var before = (await ReasonsAsync()).Count;
        Show(shown, picture);
        await Browser.UntilAsync("the gate decides", async () => (await ReasonsAsync()).Count > before, TimeSpan.FromMinutes(1));
        var reasons = await ReasonsAsync();
        Assert.Equal("refused " + Reasons.CodeReplayed, reasons[before]);
        Assert.Single(reasons, static one => one.StartsWith("admitted", StringComparison.Ordinal));
    }

    /// <summary>Whole or not at all, as a camera has it.</summary>
    private static void Show(string folder, byte[] picture)
    {
        var next = Path.Combine(folder, "screen.next");
        File.WriteAllBytes(next, picture);
        File.Move(next, Path.Combine(folder, "screen.png"), overwrite: true);
    }

    private async Task<IReadOnlyList<string>> ReasonsAsync() =>
    [
        .. (await Premises.Hub.EventsAsync()).Where(static one => one.Kind == EventKinds.Decision).Select(static one =>
        {
            using var fact = JsonDocument.Parse(one.Fact);
            var body = fact.RootElement.GetProperty("body");
            return $"{body.GetProperty("outcome").GetString()} {body.GetProperty("reason").GetString()}";
        }),
    ];

    private async Task<Uri> InviteAsync()
    {
        using var http = new HttpClient(new OperatorHandler()) { BaseAddress = Premises.Hub.Page };
        using var answer = await http.PostAsJsonAsync("api/v1/invitations", new
        {
            scope = "site:" + Site,
            until = TimeProvider.System.GetUtcNow().AddDays(1),
            people = 1,
        });
        answer.EnsureSuccessStatusCode();
        using var told = JsonDocument.Parse(await answer.Content.ReadAsStringAsync());
        return new Uri(Premises.Hub.Page, told.RootElement.GetProperty("link").GetString());
    }
}
