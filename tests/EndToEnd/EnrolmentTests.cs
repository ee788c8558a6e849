using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json;
using CheckIn.Fixtures;
using CheckIn.Storage;
using Xunit.Abstractions;

namespace CheckIn.EndToEnd.Tests;

/// <summary>
/// A technician's day with real processes: a hub that enrols gates, and gates that were just unpacked. From the code
/// to the first person who passes, and everything that may come between.
/// </summary>
public sealed class EnrolmentTests(ITestOutputHelper output) : IAsyncLifetime, IDisposable
{
    private const string Site = "cho-binh-an";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly string Card = new SyntheticCodes(3).Cccd(), OtherCard = new SyntheticCodes(4).CanCuoc();
    private readonly string _folder = Directory.CreateTempSubdirectory("checkin-enrol-e2e-").FullName;
    private readonly int _https = ProgramProcess.FreePort(), _mqtts = ProgramProcess.FreePort();
    private readonly List<FreshGate> _gates = [];
    private Premises _premises = null!;
    private HttpClient _operator = null!;

    public async Task InitializeAsync()
    {
        _premises = new Premises(_folder);
        _operator = new HttpClient(new OperatorHandler()) { BaseAddress = _premises.Hub.Page };
        await StartHubAsync();
    }

    public async Task DisposeAsync()
    {
        foreach (var gate in _gates)
            await gate.DisposeAsync();
        await _premises.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    public void Dispose() => _operator.Dispose();

    [Fact]
    public async Task A_fresh_gate_is_enrolled_by_the_QR_before_its_camera_and_people_pass()
    {
        var gate = Unpack("one");
        gate.Show(Card);
        await SaysAsync(gate, "This gate waits to be enrolled");
        var issued = Stopwatch.StartNew();
        gate.Show((await CodeAsync()).Qr, Card);
        await Eventually(gate, "an opening", () => gate.Openings > 0);
        output.WriteLine($"from the code to the first admission, by QR: {issued.Elapsed.TotalSeconds:F1} s");
        Assert.InRange(issued.Elapsed, TimeSpan.Zero, TimeSpan.FromMinutes(5));
        await AdmittedAtHubAsync(gate, Site + "-01", 1);
        AssertTheCodeIsNowhere(gate);
    }

    [Fact]
    public async Task A_fresh_gate_is_enrolled_by_a_typed_code_and_expired_used_and_altered_ones_are_refused_in_words()
    {
        var gate = Unpack("one");
        await SaysAsync(gate, "This gate waits to be enrolled");
        var expired = await CodeAsync();
        await AgeAsync(expired.Id);
        await RefusedAsync(gate, expired.Code, "the time of this code is over at ");

        var issued = Stopwatch.StartNew();
        var code = await CodeAsync();
        await RefusedAsync(gate, Altered(code.Code, keepsCheck: false), "a symbol of the code is mistaken");
        await RefusedAsync(gate, Altered(code.Code, keepsCheck: true), "but with other symbols");
        gate.Show(Card);
        var (exit, printed) = await gate.CommandAsync("enrol", code.Code, "--lang", "en");
        Assert.True(exit == 0, printed);
        await Eventually(gate, "an opening", () => gate.Openings > 0);
        output.WriteLine($"from the code to the first admission, typed, with two mistakes: {issued.Elapsed.TotalSeconds:F1} s");
        await AdmittedAtHubAsync(gate, Site + "-01", 1);

        var late = Unpack("two");
        await SaysAsync(late, "This gate waits to be enrolled");
        await RefusedAsync(late, code.Code, $"(by gate {Site}-01)");
        late.Show(code.Qr);
        await SaysAsync(late, "this code was used at ");
        Assert.Equal(0, late.Openings);
    }

    [Fact]
    public async Task Two_gates_with_one_file_of_claims_become_two_gates()
    {
        using var asked = await _operator.PostAsJsonAsync(
            "api/v1/enrolment-bundles", new { site = Site, plan = "in", count = 2 });
        Assert.True(asked.IsSuccessStatusCode, await asked.Content.ReadAsStringAsync());
        var bundle = await asked.Content.ReadFromJsonAsync<JsonElement>();
        var gates = new[] { Unpack("one", start: false), Unpack("two", start: false) };
        foreach (var gate in gates)
        {
            gate.Show(Card);
            File.WriteAllText(gate.ClaimFile, bundle.GetProperty("files")[0].GetString());
            gate.Start();
        }
        foreach (var gate in gates)
        {
            await Eventually(gate, "an opening", () => gate.Openings > 0);
            Assert.False(File.Exists(gate.ClaimFile));
        }
        await Eventually(gates[0], "both gates at the hub", async () => (await AdmittedAsync()).Keys.Order()
            .SequenceEqual([Site + "-01", Site + "-02"]));
    }

    [Fact]
    public async Task A_replacement_takes_the_dead_ones_name_and_history_and_the_old_unit_is_shut_out()
    {
        var old = await InServiceAsync("one");
        await AdmittedAtHubAsync(old, Site + "-01", 1);
        using var asked = await _operator.PostAsJsonAsync($"api/v1/gates/{Site}-01/replace", new { });
        Assert.True(asked.IsSuccessStatusCode, await asked.Content.ReadAsStringAsync());
        var replacement = await asked.Content.ReadFromJsonAsync<JsonElement>();
        var before = await _premises.Hub.EventsAsync();

        var unit = Unpack("two");
        await SaysAsync(unit, "This gate waits to be enrolled");
        unit.Show(replacement.GetProperty("qr").GetString()!, OtherCard);
        await Eventually(unit, "an opening", () => unit.Openings > 0);
        await Eventually(unit, "events of both units under one name", async () =>
            (await _premises.Hub.EventsAsync()).Where(e => e.Gate == Site + "-01").Select(e => e.Epoch).Distinct().Count() == 2);
        var after = await _premises.Hub.EventsAsync();
        Assert.All(before, known => Assert.Contains(known, after));
        Assert.Equal([Site + "-01"], after.Select(e => e.Gate).Distinct());
        await SaysAsync(old, "revoked");
        Assert.False(old.HasExited);
        var openings = old.Openings;
        old.Show(OtherCard); // it goes on deciding
        await Eventually(old, "an opening of the old unit", () => old.Openings > openings);
    }

    [Fact]
    public async Task A_gate_that_leaves_delivers_and_wipes_itself_and_waits_to_be_enrolled_in_the_same_process()
    {
        var gate = await InServiceAsync("one");
        await AdmittedAtHubAsync(gate, Site + "-01", 1);
        var process = gate.ProcessId;
        gate.Show();
        using var asked = await _operator.PostAsync($"api/v1/gates/{Site}-01/decommission", null);
        Assert.True(asked.IsSuccessStatusCode, await asked.Content.ReadAsStringAsync());
        await Eventually(gate, "the wipe", () => gate.Tail.Split("This gate waits to be enrolled").Length == 3);
        Assert.False(File.Exists(Path.Combine(gate.Folder, "data", "enrolment", "gate.key")));
        Assert.False(File.Exists(Path.Combine(gate.Folder, "data", "journal.db")));
        Assert.Contains(await _premises.Hub.EventsAsync(), e => e.Gate == Site + "-01");

        gate.Show((await CodeAsync()).Qr, OtherCard);
        var openings = gate.Openings;
        await Eventually(gate, "an opening as another gate", () => gate.Openings > openings);
        Assert.Equal(process, gate.ProcessId);
        Assert.False(gate.HasExited);
    }

    private Task StartHubAsync() => _premises.StartHubAsync(new Dictionary<string, string>
    {
        ["Enrolment:Address"] = "127.0.0.1",
        ["Enrolment:Listen"] = $"127.0.0.1:{_https}",
        ["Broker:TlsListen"] = $"127.0.0.1:{_mqtts}",
    });

    private FreshGate Unpack(string name, bool start = true)
    {
        var gate = new FreshGate(Path.Combine(_folder, name));
        _gates.Add(gate);
        if (start)
            gate.Start();
        return gate;
    }

    private async Task<FreshGate> InServiceAsync(string name)
    {
        var gate = Unpack(name);
        await SaysAsync(gate, "This gate waits to be enrolled");
        gate.Show((await CodeAsync()).Qr, Card);
        await Eventually(gate, "an opening", () => gate.Openings > 0);
        return gate;
    }

    private async Task<(string Id, string Code, string Qr)> CodeAsync()
    {
        using var answer = await _operator.PostAsJsonAsync("api/v1/enrolment-codes", new { site = Site, plan = "in" });
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
        var code = await answer.Content.ReadFromJsonAsync<JsonElement>();
        return (code.GetProperty("id").GetString()!, code.GetProperty("code").GetString()!, code.GetProperty("qr").GetString()!);
    }

    private static async Task RefusedAsync(FreshGate gate, string code, string words)
    {
        var (exit, printed) = await gate.CommandAsync("enrol", code, "--lang", "en");
        Assert.Equal(1, exit);
        Assert.Contains(words, printed, StringComparison.Ordinal);
        Assert.Matches("(?m)^✗ Not enrolled: ", printed);
    }

    /// <summary>Five minutes later, as far as this claim is concerned; the hub is not there meanwhile.</summary>
    private async Task AgeAsync(string claim)
    {
        Assert.True(await _premises.StopHubAsync());
        using (var db = Database.OpenWriter(_premises.HubDatabase))
        {
            using var age = db.Prepare("UPDATE claim SET issued_at = issued_at - 360000, expires_at = expires_at - "
                + "360000 WHERE id = ?");
            age.Bind(1, claim).Run();
        }
        await StartHubAsync();
    }

    /// <summary>Another secret under the same name; with the check symbol of the new one, or of the old.</summary>
    private static string Altered(string code, bool keepsCheck)
    {
        const string symbols = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
        var changed = code[..5] + (code[5] == '7' ? '8' : '7') + code[6..];
        if (!keepsCheck)
            return changed;
        foreach (var check in symbols)
        {
            var whole = changed[..18] + check + changed[19..];
            try
            {
                return CheckIn.Enrolment.EnrolmentCode.Parse(whole).ToString();
            }
            catch (CheckIn.Enrolment.EnrolmentCodeException)
            {
                // Not that one.
            }
        }
        throw new InvalidOperationException("a code without a check symbol");
    }

    private async Task AdmittedAtHubAsync(FreshGate gate, string id, int atLeast) => await Eventually(
        gate, $"{atLeast} admissions of {id} at the hub", async () => (await AdmittedAsync()).GetValueOrDefault(id) >= atLeast);

    /// <summary>Admissions at the hub, by gate.</summary>
    private async Task<Dictionary<string, int>> AdmittedAsync() => (await _premises.Hub.EventsAsync())
        .Where(static e => e.Kind == "decision" && e.Fact.Contains("\"admitted\"", StringComparison.Ordinal))
        .GroupBy(static e => e.Gate).ToDictionary(static g => g.Key, static g => g.Count());

    /// <summary>Neither process has said it.</summary>
    private void AssertTheCodeIsNowhere(FreshGate gate)
    {
        foreach (var tail in new[] { gate.Tail, _premises.Tails })
            Assert.DoesNotMatch("[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}@", tail);
    }

    private Task SaysAsync(FreshGate gate, string words) =>
        Eventually(gate, $"'{words}'", () => gate.Tail.Contains(words, StringComparison.Ordinal));

    private Task Eventually(FreshGate gate, string what, Func<bool> holds) =>
        Eventually(gate, what, () => Task.FromResult(holds()));

    private async Task Eventually(FreshGate gate, string what, Func<Task<bool>> holds)
    {
        using var limit = new CancellationTokenSource(Patience);
        while (!await holds())
        {
            Assert.False(limit.IsCancellationRequested || gate.HasExited,
                $"{what} did not come about.\n--- gate\n{gate.Tail}\n{_premises.Tails}");
            await Task.Delay(50);
        }
    }
}
