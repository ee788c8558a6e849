using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using CheckIn.Enrolment;
using CheckIn.Fixtures;

namespace CheckIn.EndToEnd.Tests.Identity;

/// <summary>
/// A hub with an authority and a gate without any setting, as real processes; the gate's lanes come from the hub's
/// plan.
/// </summary>
internal sealed class EnrolledPremises : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly string _folder = Directory.CreateTempSubdirectory("checkin-identity-").FullName;
    private readonly int _web = ProgramProcess.FreePort();
    private readonly int _mqtt = ProgramProcess.FreePort();
    private readonly int _mqtts = ProgramProcess.FreePort();
    private readonly int _https = ProgramProcess.FreePort();
    private readonly HttpClient _api;
    private ProgramProcess? _hub;

    private EnrolledPremises()
    {
        _api = new HttpClient(new OperatorHandler()) { BaseAddress = new Uri($"http://127.0.0.1:{_web}/api/v1/") };
        Hub = new HubApi(_web);
        foreach (var folder in (string[])[GateFolder, Pictures])
            Directory.CreateDirectory(folder);
    }

    internal HubApi Hub { get; }
    internal ProgramProcess? Gate { get; private set; }
    internal string GateFolder => Path.Combine(_folder, "gate");
    internal string Pictures => Path.Combine(_folder, "pictures");
    internal string Enrolment => Path.Combine(GateFolder, "data", "enrolment");
    internal string Journal => Path.Combine(GateFolder, "data", "journal.db");
    internal string Tails => $"--- hub\n{_hub?.Tail}\n--- gate\n{Gate?.Tail}";

    internal static async Task<EnrolledPremises> StartAsync()
    {
        var premises = new EnrolledPremises();
        await premises.StartHubAsync();
        return premises;
    }

    private async Task StartHubAsync()
    {
        _hub = ProgramProcess.Start(Executables.Hub, new Dictionary<string, string>
        {
            ["Enrolment:Address"] = "localhost",
            ["Enrolment:Listen"] = $"127.0.0.1:{_https}",
            ["Broker:Listen"] = $"127.0.0.1:{_mqtt}",
            ["Broker:TlsListen"] = $"127.0.0.1:{_mqtts}",
            ["Web:Listen"] = $"127.0.0.1:{_web}",
            ["Events:Path"] = Path.Combine(_folder, "hub", "hub.db"),
            ["Fleet:Grace"] = "00:00:01",
        }, _folder);
        await UntilAsync("the hub", Hub.IsHealthyAsync);
    }

    /// <summary>Saves the plan whose lane looks at the pictures.</summary>
    internal async Task SavePlanAsync(string repeatAfter = "00:00:00.5", JsonObject? rules = null)
    {
        var plan = new JsonObject
        {
            ["Gpio"] = new JsonObject { ["Driver"] = "Virtual" },
            ["Lanes"] = new JsonArray(new JsonObject
            {
                ["Name"] = "vao",
                ["Direction"] = "In",
                ["Scanner"] = new JsonObject
                {
                    ["Kind"] = "Pictures",
                    ["Folder"] = Pictures,
                    ["FramesPerSecond"] = 5,
                    ["RepeatAfter"] = repeatAfter,
                },
            }),
        };
        if (rules is not null)
            plan["Rules"] = rules;
        await SendAsync(HttpMethod.Put, "plans/thu", plan);
    }

    internal async Task<string> NewCodeAsync()
    {
        var answer = await SendAsync(HttpMethod.Post, "enrolment-codes", new JsonObject { ["site"] = "truong-mau", ["plan"] = "thu" });
        return (string)answer!["code"]!;
    }

    internal Task<JsonNode?> ActAsync(string gate, string act) => SendAsync(HttpMethod.Post, $"gates/{gate}/{act}", []);

    internal async Task<JsonElement> AskAsync(string path) => await _api.GetFromJsonAsync<JsonElement>(path);

    /// <summary>Runs one of the gate's commands beside it.</summary>
    internal async Task<(int Code, string Printed)> CommandAsync(params string[] words)
    {
        await using var command = ProgramProcess.Start(Executables.Gate, new Dictionary<string, string>(), GateFolder, words);
        using var limit = new CancellationTokenSource(Patience);
        await command.WaitForExitAsync(limit.Token);
        return (command.ExitCode, command.Tail);
    }

    internal void StartGate() => Gate = ProgramProcess.Start(
        Executables.Gate, new Dictionary<string, string> { ["Uplink:ReconnectCap"] = "00:00:02" }, GateFolder);

    internal async Task UntilAsync(string what, Func<Task<bool>> holds)
    {
        using var limit = new CancellationTokenSource(Patience);
        while (!await holds())
        {
            if (limit.IsCancellationRequested || _hub!.HasExited || Gate is { HasExited: true })
                throw new InvalidOperationException($"{what}: not within {Patience.TotalSeconds} s\n{Tails}");
            await Task.Delay(100);
        }
    }

    internal Task UntilAsync(string what, Func<bool> holds) => UntilAsync(what, () => Task.FromResult(holds()));

    public async ValueTask DisposeAsync()
    {
        if (Gate is not null)
            await Gate.DisposeAsync();
        if (_hub is not null)
            await _hub.DisposeAsync();
        Hub.Dispose();
        _api.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    internal Task<JsonNode?> SendAsync(HttpMethod method, string path, JsonObject body) =>
        SendAsync(method, path, JsonContent.Create(body));

    internal async Task<JsonNode?> SendAsync(HttpMethod method, string path, HttpContent content)
    {
        using var request = new HttpRequestMessage(method, path) { Content = content };
        using var answer = await _api.SendAsync(request);
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.IsSuccessStatusCode, $"{method} {path}: {(int)answer.StatusCode} {text}\n{Tails}");
        return text.Length == 0 ? null : JsonNode.Parse(text);
    }
}
