using System.Text.Json.Nodes;
using CheckIn.Enrolment;
using CheckIn.Fixtures;
using CheckIn.Gate.Tests.Supervision;

namespace CheckIn.Gate.Tests.Enrolment.Waiting;

/// <summary>The program itself, without an id: what a technician meets. Real processes, a hub's HTTPS in this one.</summary>
public sealed class WaitingGateTests : IAsyncLifetime, IDisposable
{
    private const int RelayPin = 17, GreenPin = 22, RedPin = 27;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("checkin-wait-");
    private readonly TestAuthority _authority = new();
    private HubDouble _hub = null!;
    private int _pictures;

    private string Pictures => Path.Combine(_folder.FullName, "pictures");

    private string Enrolment => Path.Combine(_folder.FullName, "data", "enrolment");

    public async Task InitializeAsync()
    {
        Directory.CreateDirectory(Pictures);
        _hub = await HubDouble.StartAsync(_authority);
        _hub.Provision = _hub.Provision with { Settings = Lane("vao") };
    }

    public async Task DisposeAsync() => await _hub.DisposeAsync();

    public void Dispose()
    {
        _authority.Dispose();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public async Task Shown_the_hubs_QR_it_is_enrolled_and_goes_into_service_in_the_same_process()
    {
        Show(new SyntheticCodes(1).Cccd());
        await using var gate = Start();
        await PrintedAsync(gate, "This gate waits to be enrolled");
        await LitAsync(RedPin, 1); // somebody's card is refused
        Assert.DoesNotContain(gate.Tail.Split('\n'), line => line.Contains("\"decision\"", StringComparison.Ordinal));
        Assert.False(File.Exists(Path.Combine(_folder.FullName, "data", "journal.db")));
        Show(_hub.Code.ToQr());
        await PrintedAsync(gate, "Enrolled as lop-hoc-3");
        await PrintedAsync(gate, "Lane vao (In) is open");
        await LitAsync(RelayPin, 1); // and the same card opens now
        Assert.True(await gate.StopAsync(Patience));
        Assert.Equal(0, gate.ExitCode);
        AssertTellsNoSecret(gate);
        AssertTheRelayRestedUntilService();
    }

    [Fact]
    public async Task A_code_that_was_changed_or_is_over_or_used_is_told_in_words_and_the_next_one_works()
    {
        await using var gate = Start();
        await PrintedAsync(gate, "This gate waits to be enrolled");
        var text = _hub.Code.ToQr();
        Show(text[..^1] + (text[^1] == '1' ? "2" : "1"), text.Replace(text[15], text[15] == '7' ? '8' : '7'));
        await PrintedAsync(gate, "a symbol of the code is mistaken");
        _hub.Refuses = new EnrolmentRefusal(EnrolmentReasons.Expired, _hub.Now.ToUnixTimeMilliseconds());
        Show(text);
        await PrintedAsync(gate, "the time of this code is over at 2026-11-21");
        _hub.Refuses = new EnrolmentRefusal(EnrolmentReasons.Used, _hub.Now.ToUnixTimeMilliseconds(), "lop-hoc-2");
        await PrintedAsync(gate, "(by gate lop-hoc-2)");
        await LitAsync(RedPin, 1);
        _hub.Refuses = null;
        await PrintedAsync(gate, "Enrolled as lop-hoc-3");
        AssertTellsNoSecret(gate);
    }

    [Fact]
    public async Task A_code_entered_in_another_process_is_noticed()
    {
        await using var gate = Start();
        await PrintedAsync(gate, "This gate waits to be enrolled");
        var enroller = new CheckIn.Gate.Enrolment.Enroller(
            new CheckIn.Gate.Enrolment.EnrolmentStore(Enrolment), Patience, TimeProvider.System);
        Assert.Null((await enroller.EnrolAsync(_hub.Code, static _ => { }, CancellationToken.None)).Failure);
        await PrintedAsync(gate, "Enrolled by another program");
        await PrintedAsync(gate, "Lane vao (In) is open");
    }

    [Fact]
    public async Task A_claim_on_the_card_is_taken_up_and_the_file_removed()
    {
        var file = Path.Combine(_folder.FullName, ClaimBundle.FileName);
        var others = Enumerable.Range(0, 4).Select(_ => EnrolmentCode.New(EnrolmentCode.NewId(), $"localhost:{_hub.Port}"));
        File.WriteAllBytes(file, SignedBundle.Json(SignedBundle.Of([.. others.Append(_hub.Code).Select(code => code.ToString())])));
        await using var gate = Start(new() { ["Enrolment:ClaimFile"] = file });
        await PrintedAsync(gate, "holds 5 claims for site cho-binh-an");
        await PrintedAsync(gate, "Enrolled as lop-hoc-3");
        await PrintedAsync(gate, "Lane vao (In) is open");
        Assert.False(File.Exists(file));
        AssertTellsNoSecret(gate);
    }

    [Fact]
    public async Task A_changed_file_of_claims_is_refused_in_words_and_left_and_the_QR_still_works()
    {
        var file = Path.Combine(_folder.FullName, ClaimBundle.FileName);
        File.WriteAllBytes(file, SignedBundle.Json(SignedBundle.Of([_hub.Code.ToString()]) with { Site = "noi-khac" }));
        await using var gate = Start(new() { ["Enrolment:ClaimFile"] = file });
        await PrintedAsync(gate, "is not as the hub signed it");
        Assert.Empty(_hub.Requests);
        Assert.True(File.Exists(file));
        Show(_hub.Code.ToQr());
        await PrintedAsync(gate, "Enrolled as lop-hoc-3");
    }

    [Fact]
    public async Task The_service_manager_hears_that_it_waits_and_then_serves_and_never_that_it_stops()
    {
        using var manager = new ServiceManagerSocket(Path.Combine(_folder.FullName, "notify"));
        Environment.SetEnvironmentVariable("NOTIFY_SOCKET", manager.Address);
        Environment.SetEnvironmentVariable("WATCHDOG_USEC", "30000000");
        ProgramProcess gate;
        try
        {
            gate = Start();
        }
        finally
        {
            Environment.SetEnvironmentVariable("NOTIFY_SOCKET", null);
            Environment.SetEnvironmentVariable("WATCHDOG_USEC", null);
        }
        await using var ending = gate;
        Assert.Equal("READY=1\nSTATUS=waits to be enrolled", await manager.NextAsync("READY=1"));
        await manager.NextAsync("WATCHDOG=1");
        Show(_hub.Code.ToQr());
        var heard = new List<string>();
        while (heard.LastOrDefault() != "READY=1\nSTATUS=lanes open: 1")
            heard.Add(await manager.NextAsync());
        Assert.DoesNotContain("STOPPING=1", heard);
        Assert.Contains("STATUS=beginning anew\nWATCHDOG=1\nWATCHDOG_USEC=900000000", heard);
        Assert.Contains("WATCHDOG_USEC=30000000", heard);
        var stopping = gate.StopAsync(Patience);
        await manager.NextAsync("STOPPING=1");
        Assert.True(await stopping);
    }

    [Theory]
    [InlineData("enrolment.json", null), InlineData("enrolment.json", ""), InlineData("enrolment.json", "{}")]
    [InlineData("enrolment.json", "null"), InlineData("settings.json", "{\"Gate\":")]
    public async Task A_damaged_enrolment_ends_it_with_its_exit_code_and_never_waits(string file, string? content)
    {
        var store = await EnrolAndDamageAsync(file, content);
        var damage = Assert.Throws<CheckIn.Gate.Enrolment.EnrolmentStoreException>(
            () => CheckIn.Gate.Enrolment.Standing.Look(store, CheckIn.Settings.Language.English));
        Assert.Contains("have the hub replace this gate", damage.Message, StringComparison.Ordinal);
        if (file != "settings.json")
            return;
        await using var gate = Start();
        using var limit = new CancellationTokenSource(Patience);
        await gate.WaitForExitAsync(limit.Token);
        Assert.Equal(74, gate.ExitCode);
        Assert.Contains("have the hub replace this gate", gate.Tail, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", gate.Tail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("gate.key", null), InlineData("gate.crt", "damaged"), InlineData("authority.crt", null)]
    public async Task A_damaged_certificate_costs_the_way_to_the_hub_and_people_pass_all_the_same(string file, string? content)
    {
        await EnrolAndDamageAsync(file, content);
        await using var gate = Start();
        await PrintedAsync(gate, "Lane vao (In) is open");
        await PrintedAsync(gate, "The hub was not asked for settings and keys (");
        Assert.False(gate.HasExited);
    }

    private async Task<CheckIn.Gate.Enrolment.EnrolmentStore> EnrolAndDamageAsync(string file, string? content)
    {
        var store = new CheckIn.Gate.Enrolment.EnrolmentStore(Enrolment);
        var enroller = new CheckIn.Gate.Enrolment.Enroller(store, Patience, TimeProvider.System);
        Assert.Null((await enroller.EnrolAsync(_hub.Code, static _ => { }, CancellationToken.None)).Failure);
        var path = Path.Combine(Enrolment, file);
        File.Delete(path);
        if (content is not null)
            File.WriteAllText(path, content);
        return store;
    }

    [Fact]
    public async Task A_lane_without_a_scanner_is_asked_for_once_the_gate_is_enrolled()
    {
        _hub.Provision = _hub.Provision with { Settings = Lane("vao", "ra") };
        using var other = new PseudoTerminal();
        // The first lane's scanner stands in the settings here, the second one's nowhere.
        await using var gate = Start();
        await PrintedAsync(gate, "This gate waits to be enrolled");
        Show(_hub.Code.ToQr());
        await PrintedAsync(gate, "lane ra has no scanner yet");
        Assert.False(gate.HasExited);
        CheckIn.Gate.Enrolment.ScannerChoice.Keep(Enrolment, "ra", new Dictionary<string, string> { ["Device"] = other.Device });
        Assert.True(await gate.StopAsync(Patience), gate.Tail);
        await using var again = Start();
        await PrintedAsync(again, "Lane ra (Out) is open");
    }

    [Fact]
    public async Task What_the_settings_do_say_must_be_right_while_it_waits()
    {
        await using var gate = Start(new() { ["Lanes:0:Indicator:GreenPin"] = "17", ["Lanes:1:Turnstile:RelayPin"] = "GPIO4" });
        using var limit = new CancellationTokenSource(Patience);
        await gate.WaitForExitAsync(limit.Token);
        Assert.Equal(78, gate.ExitCode);
        Assert.Contains("Lanes:1:Turnstile:RelayPin is 'GPIO4'", gate.Tail, StringComparison.Ordinal);
    }

    private static JsonObject Lane(params string[] names) => new()
    {
        ["Lanes"] = new JsonArray(
            [.. names.Select(name => new JsonObject { ["Name"] = name, ["Direction"] = name == "ra" ? "Out" : "In" })]),
    };

    /// <summary>Before the camera in a loop from now on, beside what is there.</summary>
    private void Show(params string[] codes)
    {
        foreach (var code in codes)
        {
            var name = Path.Combine(_folder.FullName, $"{++_pictures}.png");
            PngWriter.Save(QrPicture.Draw(code, new QrLook { ModuleSize = 5 }, 320, 320), name);
            File.Move(name, Path.Combine(Pictures, Path.GetFileName(name)));
        }
    }

    private Task LitAsync(int pin, int level) => UntilAsync(
        $"pin {pin} at {level}", () => Edges().Any(edge => edge == (pin, level)), null);

    private IEnumerable<(int Pin, int Level)> Edges()
    {
        var file = Path.Combine(_folder.FullName, "pins.jsonl");
        if (!File.Exists(file))
            yield break;
        foreach (var line in File.ReadAllLines(file))
        {
            var edge = System.Text.Json.JsonDocument.Parse(line).RootElement;
            yield return (edge.GetProperty("pin").GetInt32(), edge.GetProperty("level").GetInt32());
        }
    }

    /// <summary>The first edge of the relay's pin comes after the last of the green lamp's that only waiting makes.</summary>
    private void AssertTheRelayRestedUntilService()
    {
        var edges = Edges().ToList();
        var waited = edges.FindIndex(edge => edge == (GreenPin, 1));
        Assert.True(waited >= 0 && waited < edges.FindIndex(edge => edge.Pin == RelayPin));
        Assert.Equal(1, edges.First(edge => edge.Pin == RelayPin).Level);
    }

    private void AssertTellsNoSecret(ProgramProcess gate)
    {
        var secret = _hub.Code.ToString()[..19];
        Assert.DoesNotContain(secret, gate.Tail, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain(secret.Replace("-", "", StringComparison.Ordinal), gate.Tail, StringComparison.OrdinalIgnoreCase);
    }

    private static Task PrintedAsync(ProgramProcess gate, string text) =>
        UntilAsync($"'{text}'", () => gate.Tail.Contains(text, StringComparison.Ordinal), gate);

    private static async Task UntilAsync(string what, Func<bool> holds, ProgramProcess? gate)
    {
        using var limit = new CancellationTokenSource(Patience);
        while (!holds())
        {
            Assert.False(gate?.HasExited == true || limit.IsCancellationRequested, $"{what} did not come about.\n{gate?.Tail}");
            await Task.Delay(20);
        }
    }

    private ProgramProcess Start(Dictionary<string, string>? more = null)
    {
        var settings = new Dictionary<string, string>
        {
            ["Lanes:0:Scanner:Kind"] = "Pictures",
            ["Lanes:0:Scanner:Folder"] = Pictures,
            ["Lanes:0:Scanner:FramesPerSecond"] = "20",
            ["Lanes:0:Turnstile:RelayPin"] = RelayPin.ToString(provider: null),
            ["Lanes:0:Indicator:GreenPin"] = GreenPin.ToString(provider: null),
            ["Lanes:0:Indicator:RedPin"] = RedPin.ToString(provider: null),
            ["Gpio:Driver"] = "Virtual",
            ["Gpio:TraceFile"] = "pins.jsonl",
            ["Enrolment:ClaimFile"] = "",
            ["Uplink:Hub"] = "mqtt://127.0.0.1:9", // where nobody is: what is looked at here is the gate alone
        };
        foreach (var (key, value) in more ?? [])
            settings[key] = value;
        return ProgramProcess.Start(Executables.Gate, settings, _folder.FullName);
    }
}
