using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text.Json;
using CheckIn.Enrolment;
using CheckIn.Fixtures;
using CheckIn.Updates;

namespace CheckIn.EndToEnd.Tests.Updates;

/// <summary>The hub as it is shipped, its commands, and twenty gates that speak to it as gates do.</summary>
public sealed class RolloutTests : IAsyncLifetime, IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);
    private readonly string _folder = Directory.CreateTempSubdirectory("checkin-rollout-").FullName;
    private readonly int _web = ProgramProcess.FreePort();
    private readonly CancellationTokenSource _limit = new(Patience * 2);
    private readonly ECDsa _key = SamplePackage.NewKey();
    private readonly Dictionary<string, UpdatingGate> _gates = [];
    private ProgramProcess _hub = null!;
    private HttpClient _api = null!;

    public async Task InitializeAsync()
    {
        File.WriteAllText(InFolder("keys.pem"), _key.ExportSubjectPublicKeyInfoPem());
        _hub = ProgramProcess.Start(Executables.Hub, new Dictionary<string, string>
        {
            ["Enrolment:Address"] = "localhost",
            ["Enrolment:Listen"] = $"127.0.0.1:{ProgramProcess.FreePort()}",
            ["Enrolment:AttemptsPerMinute"] = "1000",
            ["Broker:Listen"] = $"127.0.0.1:{ProgramProcess.FreePort()}",
            ["Broker:TlsListen"] = $"127.0.0.1:{ProgramProcess.FreePort()}",
            ["Web:Listen"] = $"127.0.0.1:{_web}",
            ["Events:Path"] = InFolder("hub/hub.db"),
            ["Updates:Keys"] = InFolder("keys.pem"),
        }, _folder);
        using var hub = new HubApi(_web);
        await UntilAsync("the hub", hub.IsHealthyAsync);
        _api = new HttpClient(new OperatorHandler()) { BaseAddress = new Uri($"http://127.0.0.1:{_web}/api/v1/") };
    }

    public async Task DisposeAsync()
    {
        foreach (var gate in _gates.Values)
            await gate.DisposeAsync();
        await _hub.DisposeAsync();
    }

    public void Dispose()
    {
        _api.Dispose();
        _key.Dispose();
        _limit.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task A_staged_rollout_whose_third_gate_fails_stops_and_what_nobody_signed_is_never_taken()
    {
        var good = SamplePackage.Of(_key, 7, size: 200_000);
        using var stranger = SamplePackage.NewKey();
        await RefusedAsync(SamplePackage.Unsigned(good), "bears no signature");
        await RefusedAsync(SamplePackage.Altered(good, -1), "was changed after it was signed");
        await RefusedAsync(SamplePackage.Of(stranger, 7), "a key that is not trusted");
        await RefusedAsync(SamplePackage.Of(_key, 7, product: "checkin-hub"), "of another program");
        var (exit, printed) = await AddAsync(good);
        Assert.True(exit == 0, printed);

        for (var i = 0; i < 20; i++)
            await EnrolAsync($"truong-{i / 2:00}");
        await UntilAsync("twenty gates that are ready", async () =>
            (await AskAsync("gates")).GetProperty("gates").EnumerateArray().Count(
                static row => row.GetProperty("state").GetString() == "ready") == 20);
        (exit, printed) = await CommandAsync(
            "updates", "start", "--release", "7", "--stages", "1,25%,100%", "--stand", "0s", "--stop-at", "30%", "--lang", "en");
        Assert.True(exit == 0 && printed.Contains("to 20 gates has begun", StringComparison.Ordinal), printed);

        var asked = await AskedAsync(1);
        var wanted = (await asked[0].WantedAsync())!;
        Assert.Equal((7L, SamplePackage.HashOf(good)), (wanted.Release, wanted.Package));
        Assert.Equal(good, await asked[0].FetchAsync(wanted.Package));
        foreach (var state in new[] { UpdateStates.Fetching, UpdateStates.Staged, UpdateStates.Trying, UpdateStates.Confirmed })
            await asked[0].ReportAsync(7, state);
        asked = await AskedAsync(4);
        await asked[0].ReportAsync(7, UpdateStates.Confirmed);
        await asked[1].ReportAsync(7, UpdateStates.RolledBack, UpdateReasons.NotHealthy);

        var rollout = await AskAsync("updates/rollouts/1");
        Assert.Equal(
            ("stopped_by_rule", 2, 1, 17), (rollout.GetProperty("state").GetString(),
                rollout.GetProperty("confirmed").GetInt32(), rollout.GetProperty("failed").GetInt32(),
                rollout.GetProperty("pending").GetInt32()));
        Assert.Null(await asked[2].WantedAsync());
        await UntilAsync("the alert", async () => (await AskAsync("alerts")).GetProperty("alerts").EnumerateArray().Any(
            static alert => alert.GetProperty("kind").GetString() == "rollout_stopped"));
        (_, printed) = await CommandAsync("updates", "status", "1", "--lang", "en");
        Assert.Contains($"✗ {asked[1].Id}", printed, StringComparison.Ordinal);
        Assert.Contains("it was not healthy in time on trial", printed, StringComparison.Ordinal);
    }

    private async Task RefusedAsync(byte[] package, string why)
    {
        var (exit, printed) = await AddAsync(package);
        Assert.Equal(1, exit);
        Assert.Contains(why, printed, StringComparison.Ordinal);
    }

    private async Task<(int Exit, string Printed)> AddAsync(byte[] package)
    {
        await File.WriteAllBytesAsync(InFolder("some.update"), package);
        return await CommandAsync("updates", "add", InFolder("some.update"), "--lang", "en");
    }

    private async Task<(int Exit, string Printed)> CommandAsync(params string[] words)
    {
        await using var command = ProgramProcess.Start(
            Executables.Hub, new Dictionary<string, string>(), _folder, [.. words, "--hub", $"http://127.0.0.1:{_web}"]);
        await command.WaitForExitAsync(_limit.Token);
        return (command.ExitCode, command.Tail);
    }

    private async Task EnrolAsync(string site)
    {
        using var answer = await _api.PostAsJsonAsync("enrolment-codes", new { site, plan = "in" });
        var code = await answer.Content.ReadFromJsonAsync<JsonElement>();
        var gate = await UpdatingGate.EnrolAsync(EnrolmentCode.Parse(code.GetProperty("qr").GetString()!), _limit.Token);
        _gates[gate.Id] = gate;
    }

    /// <summary>Gates that are at it, when there are so many.</summary>
    private async Task<List<UpdatingGate>> AskedAsync(int count)
    {
        List<UpdatingGate> asked = [];
        await UntilAsync($"{count} gates that are asked", async () =>
        {
            asked = [.. (await AskAsync("updates/rollouts/1/gates?step=asked")).GetProperty("gates").EnumerateArray()
                .Select(row => _gates[row.GetProperty("gate").GetString()!])];
            return asked.Count == count;
        });
        return asked;
    }

    private async Task<JsonElement> AskAsync(string path) => await _api.GetFromJsonAsync<JsonElement>(path, _limit.Token);

    private async Task UntilAsync(string what, Func<Task<bool>> holds)
    {
        while (!await holds())
        {
            if (_limit.IsCancellationRequested || _hub.HasExited)
                throw new InvalidOperationException($"{what}: not in time\n{_hub.Tail}");
            await Task.Delay(100);
        }
    }

    private string InFolder(string name) => Path.Combine(_folder, name);
}
