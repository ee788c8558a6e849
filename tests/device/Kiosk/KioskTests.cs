using System.Net;
using System.Text.Json;
using CheckIn.Fixtures;

namespace CheckIn.Gate.Tests.Kiosk;

/// <summary>A real gate with a scanner on a serial line, and the pages for its screens.</summary>
public sealed class KioskTests : IDisposable
{
    private const string Card =
        "001099000001||Nguyễn Văn Thử|01011999|Nam|Số 1, Đường Thử, Phường Nghiệm, Quận Mẫu, Hà Nội|15042021\r";
    private readonly string _folder = Directory.CreateTempSubdirectory("checkin-kiosk-").FullName;
    private readonly PseudoTerminal _scanner = new();
    private readonly int _port = ProgramProcess.FreePort();
    private readonly HttpClient _http;

    public KioskTests() => _http = new HttpClient
    {
        BaseAddress = new Uri($"http://127.0.0.1:{_port}"),
        Timeout = TimeSpan.FromSeconds(30),
    };

    public void Dispose()
    {
        _http.Dispose();
        _scanner.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task A_screen_follows_its_lane_and_calls_nobody_by_his_whole_name()
    {
        await using var gate = await StartAsync();
        using var stream = new StreamReader(await _http.GetStreamAsync("/lanes/vao/events"));
        await UntilAsync(stream, static told => told.GetProperty("kind").GetString() == "idle");
        _scanner.Write(Card);
        var admitted = await UntilAsync(stream, static told => told.GetProperty("kind").GetString() == "admitted");
        Assert.Equal("Mời vào", admitted.GetProperty("vi").GetProperty("title").GetString());
        Assert.Equal("Nguyễn V. T.", admitted.GetProperty("name").GetString());
        Assert.DoesNotContain("Th\\u1EED", admitted.GetRawText(), StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("001099000001", admitted.GetRawText(), StringComparison.Ordinal);
        _scanner.Write("https://qr.tokhaiyte.vn/?data=1\r");
        var refused = await UntilAsync(stream, static told => told.GetProperty("kind").GetString() == "refused");
        Assert.Equal("This is a place's code. Show your own code.", refused.GetProperty("en").GetProperty("text").GetString());
        await UntilAsync(stream, static told => told.GetProperty("kind").GetString() == "idle");
        Assert.DoesNotContain("Nguy", await _http.GetStringAsync("/lanes/vao"), StringComparison.Ordinal);
        _scanner.Dispose();
        await UntilAsync(stream, static told => told.GetProperty("kind").GetString() == "out-of-order");
    }

    [Fact]
    public async Task Its_pages_are_for_this_machine_under_its_own_names_and_load_nothing_from_elsewhere()
    {
        await using var gate = await StartAsync();
        using (var page = await _http.GetAsync("/"))
        {
            var html = await page.Content.ReadAsStringAsync();
            Assert.Contains("data-kind=", html, StringComparison.Ordinal);
            Assert.Contains("Ph&#242;ng &lt;b&gt; &amp; 1", html, StringComparison.Ordinal);
            Assert.DoesNotContain("http:", html, StringComparison.Ordinal);
            Assert.DoesNotContain("https:", html, StringComparison.Ordinal);
            Assert.StartsWith("default-src 'none'", page.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
            Assert.Equal("no-store", page.Headers.CacheControl?.ToString());
        }
        foreach (var (path, host, status) in new[]
        {
            ("/", "evil.example", HttpStatusCode.BadRequest), ("/lanes/vao/events", "evil.example:80", HttpStatusCode.BadRequest),
            ("/", $"localhost:{_port}", HttpStatusCode.OK), ("/lanes/garage", $"127.0.0.1:{_port}", HttpStatusCode.NotFound),
            ("/lanes/garage/events", $"127.0.0.1:{_port}", HttpStatusCode.NotFound),
            ("/lanes/..%2f..%2fjournal.db", $"127.0.0.1:{_port}", HttpStatusCode.NotFound),
        })
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, path);
            request.Headers.Host = host;
            using var answer = await _http.SendAsync(request);
            Assert.True(status == answer.StatusCode, $"{path} as {host}: {answer.StatusCode}");
        }
        using var form = new StringContent("x");
        using var post = await _http.PostAsync("/lanes/vao", form);
        Assert.Equal(HttpStatusCode.MethodNotAllowed, post.StatusCode);
    }

    [Fact]
    public async Task A_port_that_is_taken_is_said_and_the_lanes_go_on()
    {
        using var other = new System.Net.Sockets.TcpListener(IPAddress.Loopback, _port);
        other.Start();
        await using var gate = Start();
        await SaidAsync(gate, "There are no pages for a screen");
        await SaidAsync(gate, "Lane vao (In) is open");
        Assert.False(gate.HasExited);
    }

    private static async Task<JsonElement> UntilAsync(StreamReader stream, Func<JsonElement, bool> seen)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while (await stream.ReadLineAsync(limit.Token) is { } line)
        {
            if (!line.StartsWith("data: ", StringComparison.Ordinal))
                continue;
            using var told = JsonDocument.Parse(line[6..]);
            if (seen(told.RootElement))
                return told.RootElement.Clone();
        }
        throw new InvalidOperationException("The stream has ended.");
    }

    private async Task<ProgramProcess> StartAsync()
    {
        var gate = Start();
        await SaidAsync(gate, "Pages for a screen at this gate");
        await SaidAsync(gate, "Lane vao (In) is open");
        return gate;
    }

    private ProgramProcess Start() => ProgramProcess.Start(Executables.Gate, new Dictionary<string, string>
    {
        ["Gate:Id"] = "cong-thu",
        ["Lanes:0:Name"] = "vao",
        ["Lanes:0:Scanner:Kind"] = "Serial",
        ["Lanes:0:Scanner:Device"] = _scanner.Device,
        ["Gpio:Driver"] = "Virtual",
        ["Kiosk:Listen"] = $"127.0.0.1:{_port}",
        ["Kiosk:Place"] = "Phòng <b> & 1",
        ["Kiosk:ShowFor"] = "00:00:01",
        ["Uplink:Hub"] = $"mqtt://127.0.0.1:{ProgramProcess.FreePort()}",
    }, _folder);

    private static async Task SaidAsync(ProgramProcess gate, string words)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (!gate.Tail.Contains(words, StringComparison.Ordinal))
        {
            Assert.False(gate.HasExited, gate.Tail);
            await Task.Delay(20, limit.Token);
        }
    }
}
