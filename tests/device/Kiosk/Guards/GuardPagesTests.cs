using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using CheckIn.Fixtures;
using CheckIn.Gate.Kiosk.Guards;
using CheckIn.Record;

namespace CheckIn.Gate.Tests.Kiosk.Guards;

/// <summary>A real gate that no hub answers, and a guard at its screen.</summary>
public sealed partial class GuardPagesTests : IDisposable
{
    private const string Pin = "294715";
    private readonly string _folder = Directory.CreateTempSubdirectory("checkin-guard-").FullName;
    private readonly PseudoTerminal _scanner = new();
    private readonly int _port = ProgramProcess.FreePort();
    private readonly HttpClient _http;

    public GuardPagesTests() => _http = new HttpClient
    {
        BaseAddress = new Uri($"http://127.0.0.1:{_port}"),
        Timeout = TimeSpan.FromSeconds(60),
    };

    private string Journal => Path.Combine(_folder, "journal.db");

    private string Keys => Path.Combine(_folder, "keys");

    public void Dispose()
    {
        _http.Dispose();
        _scanner.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task A_guard_lets_people_in_writes_down_who_they_are_closes_the_gate_and_opens_it_again_without_a_hub()
    {
        await using var gate = await StartAsync();
        Assert.Contains("checkin-gate guards add", await _http.GetStringAsync("/guard"), StringComparison.Ordinal);
        Assert.DoesNotContain("/guard", await _http.GetStringAsync("/lanes/vao"), StringComparison.Ordinal);
        new GuardFile(Keys).Write([Guard.Of("bao-ve-1", Pin, rounds: 10)]);
        Assert.Contains("/guard?lane=vao", await _http.GetStringAsync("/lanes/vao"), StringComparison.Ordinal);
        Assert.Contains("name=\"pin\"", await _http.GetStringAsync("/guard?lane=vao"), StringComparison.Ordinal);

        var desk = await EnterAsync();
        Assert.Contains("Đã cho qua", desk = await SendAsync(desk, "admit", ("at", "vao")), StringComparison.Ordinal);
        desk = await SendAsync(
            desk, "admit", ("at", "vao"), ("number", "001099000001"), ("person", "Nguyễn Văn Thử"), ("phone", "0912 345 678"));
        Assert.Contains("Đã cho qua", desk, StringComparison.Ordinal);
        Assert.Contains("Số giấy tờ không đúng", desk = await SendAsync(desk, "admit", ("at", "vao"), ("number", "12")), StringComparison.Ordinal);
        Assert.Contains("no telephone", desk = await SendAsync(desk, "admit", ("at", "vao"), ("phone", "=1+1")), StringComparison.Ordinal);
        Assert.Contains("not open now", desk = await SendAsync(desk, "admit", ("at", "garage")), StringComparison.Ordinal);

        desk = await SendAsync(desk, "close", ("at", ""), ("hours", "4"));
        Assert.Contains("name=\"order\"", desk, StringComparison.Ordinal);
        await ScreenAsync("locked-down");
        desk = await SendAsync(desk, "admit", ("at", "vao"));
        Assert.Contains("Từ chối", desk, StringComparison.Ordinal);
        desk = await SendAsync(desk, "open", ("order", OrderOf().Match(desk).Groups[1].Value));
        Assert.DoesNotContain("name=\"order\"", desk, StringComparison.Ordinal);
        await ScreenAsync("idle");
        Assert.Contains("data-kind=\"idle\"", await SendAsync(desk, "out"), StringComparison.Ordinal);
        Assert.Contains("name=\"pin\"", await _http.GetStringAsync("/guard?lane=vao"), StringComparison.Ordinal);
        Assert.True(await gate.StopAsync(TimeSpan.FromSeconds(60)));
        var told = Told();
        Assert.Equal(3, told.Count(static fact => fact.Contains("\"operator\":\"pin:bao-ve-1\"", StringComparison.Ordinal)));
        Assert.Contains(told, static fact => fact.Contains("mode_begun\",\"by\":\"pin:bao-ve-1", StringComparison.Ordinal));
        Assert.Contains(told, static fact => fact.Contains("mode_ended\",\"by\":\"pin:bao-ve-1", StringComparison.Ordinal));
        Assert.Contains(told, static fact => fact.Contains("locked_by_guard", StringComparison.Ordinal));
        // What was written down of him is sealed, and nowhere else.
        Assert.Contains(told, static fact => fact.Contains("sealed_hash", StringComparison.Ordinal));
        foreach (var file in Directory.GetFiles(_folder, "*", SearchOption.AllDirectories))
        {
            var text = Encoding.UTF8.GetString(File.ReadAllBytes(file));
            Assert.DoesNotContain("Văn Thử", text, StringComparison.Ordinal);
            Assert.DoesNotContain("001099000001", text, StringComparison.Ordinal);
            Assert.DoesNotContain("0912 345", text, StringComparison.Ordinal);
        }
        Assert.DoesNotContain("Thử", gate.Tail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nobody_does_anything_without_a_pin_and_what_is_sent_twice_is_done_once()
    {
        await using var gate = await StartAsync();
        new GuardFile(Keys).Write([Guard.Of("bao-ve-1", Pin, rounds: 10)]);
        foreach (var act in new[] { "admit", "close", "open", "out" })
        {
            using var nobody = await _http.PostAsync("/guard/" + act, Form(("at", "vao"), ("key", "x")));
            Assert.Contains(act == "out" ? "data-kind" : "name=\"pin\"", await nobody.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }
        using (var wrong = await _http.PostAsync("/guard/in", Form(("name", "bao-ve-1"), ("pin", "294716"))))
        {
            Assert.Equal(HttpStatusCode.Forbidden, wrong.StatusCode);
            Assert.False(wrong.Headers.Contains("Set-Cookie"));
        }
        using (var text = new StringContent("pin=294715"))
        using (var none = await _http.PostAsync("/guard/in", text))
            Assert.Equal(HttpStatusCode.UnsupportedMediaType, none.StatusCode);
        using (var large = await _http.PostAsync("/guard/in", Form(("pin", new string('1', 8000)))))
            Assert.Equal(HttpStatusCode.RequestEntityTooLarge, large.StatusCode);

        var desk = await EnterAsync();
        await SendAsync(desk, "admit", ("at", "vao"));
        Assert.Contains("sent twice", await SendAsync(desk, "admit", ("at", "vao")), StringComparison.Ordinal);
        for (var i = 0; i < GuardDoor.MostWrong; i++)
            (await _http.PostAsync("/guard/in", Form(("name", "bao-ve-1"), ("pin", "294716")))).Dispose();
        using (var shut = await _http.PostAsync("/guard/in", Form(("name", "bao-ve-1"), ("pin", Pin))))
        {
            Assert.Equal(HttpStatusCode.TooManyRequests, shut.StatusCode);
            Assert.Contains("Too many wrong PINs", await shut.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }
        Assert.True(await gate.StopAsync(TimeSpan.FromSeconds(60)));
        var told = Told();
        Assert.Single(told, static fact => fact.Contains("\"operator\"", StringComparison.Ordinal));
        Assert.Contains(told, static fact => fact.Contains("pins_refused", StringComparison.Ordinal));
    }

    /// <summary>When the last answer is over.</summary>
    private async Task ScreenAsync(string kind)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (!(await _http.GetStringAsync("/lanes/vao", limit.Token)).Contains($"data-kind=\"{kind}\"", StringComparison.Ordinal))
            await Task.Delay(50, limit.Token);
    }

    private async Task<string> EnterAsync()
    {
        using var answer = await _http.PostAsync("/guard/in", Form(("name", "bao-ve-1"), ("pin", Pin), ("lane", "vao")));
        var desk = await answer.Content.ReadAsStringAsync();
        Assert.Contains("/guard/admit", desk, StringComparison.Ordinal);
        return desk;
    }

    private async Task<string> SendAsync(string page, string act, params (string, string)[] fields)
    {
        var key = KeyOf().Match(page).Groups[1].Value;
        using var answer = await _http.PostAsync("/guard/" + act, Form([.. fields, ("key", key), ("lane", "vao")]));
        return WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync());
    }

    private string[] Told()
    {
        using var journal = RecordedJournal.Open(Journal);
        return [.. journal.Epochs().SelectMany(epoch => journal.Events(epoch)).Select(static one => Encoding.UTF8.GetString(one.Fact.Span))];
    }

    private static FormUrlEncodedContent Form(params (string Name, string Value)[] fields) =>
        new(fields.Select(static field => KeyValuePair.Create(field.Name, field.Value)));

    private async Task<ProgramProcess> StartAsync()
    {
        var gate = ProgramProcess.Start(Executables.Gate, new Dictionary<string, string>
        {
            ["Gate:Id"] = "cong-thu",
            ["Lanes:0:Name"] = "vao",
            ["Lanes:0:Scanner:Kind"] = "Serial",
            ["Lanes:0:Scanner:Device"] = _scanner.Device,
            ["Gpio:Driver"] = "Virtual",
            ["Journal:Path"] = Journal,
            ["Keys:Directory"] = Keys,
            ["Kiosk:ShowFor"] = "00:00:01",
            ["Kiosk:Listen"] = $"127.0.0.1:{_port}",
            ["Uplink:Hub"] = $"mqtt://127.0.0.1:{ProgramProcess.FreePort()}",
        }, _folder);
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        foreach (var words in new[] { "Pages for a screen at this gate", "Lane vao (In) is open" })
        {
            while (!gate.Tail.Contains(words, StringComparison.Ordinal))
            {
                Assert.False(gate.HasExited, gate.Tail);
                await Task.Delay(20, limit.Token);
            }
        }
        return gate;
    }

    [GeneratedRegex("name=\"key\" value=\"([0-9a-f]+)\"")]
    private static partial Regex KeyOf();

    [GeneratedRegex("name=\"order\" value=\"([0-9a-z-]+)\"")]
    private static partial Regex OrderOf();
}
