using System.Net.Http.Json;
using System.Text.Json;
using CheckIn.Fixtures;

namespace CheckIn.EndToEnd.Tests;

/// <summary>
/// A version from the offline key to the gate, with real processes: a hub that rolls it out, a gate that was just enrolled.
/// </summary>
public sealed class UpdateTests : IAsyncLifetime, IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);
    private readonly string _folder = Directory.CreateTempSubdirectory("checkin-update-e2e-").FullName;
    private Premises _premises = null!;
    private HttpClient _operator = null!;
    private GateVersions _versions = null!;
    private FreshGate? _gate;

    public async Task InitializeAsync()
    {
        _premises = new Premises(_folder);
        _operator = new HttpClient(new OperatorHandler()) { BaseAddress = _premises.Hub.Page };
        _versions = new GateVersions(Path.Combine(_folder, "releases"));
        await _premises.StartHubAsync(new Dictionary<string, string>
        {
            ["Enrolment:Address"] = "127.0.0.1",
            ["Enrolment:Listen"] = $"127.0.0.1:{ProgramProcess.FreePort()}",
            ["Broker:TlsListen"] = $"127.0.0.1:{ProgramProcess.FreePort()}",
            ["Updates:Keys"] = _versions.KeysFile,
        });
    }

    public async Task DisposeAsync()
    {
        if (_gate is not null)
            await _gate.DisposeAsync();
        await _premises.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    public void Dispose()
    {
        _operator.Dispose();
        _versions.Dispose();
    }

    [Fact]
    public async Task A_release_that_the_hub_rolls_out_serves_when_the_hub_has_acknowledged_its_events()
    {
        var card = new SyntheticCodes(5).Cccd();
        _gate = new FreshGate(Path.Combine(_folder, "one"), new()
        {
            ["Updates:Keys"] = _versions.KeysFile,
            ["Updates:Settle"] = "00:00:01",
            ["Updates:Quiet"] = "00:00:01",
            ["Updates:KeepFree"] = "0",
        });
        _gate.Start();
        await Eventually("a gate that waits", () => _gate.Tail.Contains("waits to be enrolled", StringComparison.Ordinal));
        _gate.Show(await CodeAsync(), card);
        await Eventually("an opening", () => _gate.Openings > 0);
        _gate.Show();

        using (var package = new ByteArrayContent(await _versions.GoodAsync(2, "2.0.0")))
            await DoneAsync(await _operator.PostAsync("api/v1/updates/packages", package));
        await DoneAsync(await _operator.PostAsJsonAsync("api/v1/updates/rollouts", new { release = 2, stages = "100%" }));

        var state = Path.Combine(_gate.Folder, "data", "versions", "update-state.json");
        await Eventually("the confirmation", () => File.Exists(state)
            && JsonDocument.Parse(File.ReadAllText(state)).RootElement.TryGetProperty("running", out _));
        var events = await _premises.Hub.EventsAsync();
        await Eventually("the hub's word for it", async () => (await _premises.Hub.EventsAsync())
            .Any(static e => e.Fact.Contains("update_confirmed", StringComparison.Ordinal)));
        Assert.DoesNotContain(events, static e => e.Fact.Contains("update_rolled_back", StringComparison.Ordinal));
        await Eventually("its version", async () => (await _premises.Hub.TextAsync("api/v1/updates"))
            .Contains("2.0.0", StringComparison.Ordinal));
        var openings = _gate.Openings;
        _gate.Show(new SyntheticCodes(6).Cccd());
        await Eventually("an opening of the new version", () => _gate.Openings > openings);
    }

    private async Task<string> CodeAsync()
    {
        using var answer = await DoneAsync(await _operator.PostAsJsonAsync(
            "api/v1/enrolment-codes", new { site = "cho-binh-an", plan = "in" }));
        return (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("qr").GetString()!;
    }

    private static async Task<HttpResponseMessage> DoneAsync(HttpResponseMessage answer)
    {
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
        return answer;
    }

    private Task Eventually(string what, Func<bool> holds) => Eventually(what, () => Task.FromResult(holds()));

    private async Task Eventually(string what, Func<Task<bool>> holds)
    {
        using var limit = new CancellationTokenSource(Patience);
        while (!await holds())
        {
            Assert.False(limit.IsCancellationRequested || _gate!.HasExited,
                $"{what} did not come about.\n--- gate\n{_gate!.Tail}\n{_premises.Tails}");
            await Task.Delay(50);
        }
    }
}
