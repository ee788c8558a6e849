using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using CheckIn.Fixtures;
using CheckIn.Gate.Service;

namespace CheckIn.Gate.Tests.Service;

/// <summary>A real gate, asked as a technician asks it.</summary>
public sealed class ControlSocketTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("checkin-service-").FullName;

    private string SocketPath => Path.Combine(_folder, "data", "control.sock");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Its_socket_is_for_its_own_user_alone_tells_its_health_and_goes_with_it()
    {
        await using var gate = await StartAsync();
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(SocketPath));
        AssertHealth(await StatusAsync());
        Assert.True(await gate.StopAsync(TimeSpan.FromSeconds(20)), gate.Tail);
        Assert.False(File.Exists(SocketPath));
    }

    [Fact]
    public async Task A_gate_that_was_killed_leaves_a_socket_that_hinders_nobody()
    {
        await using (var killed = await StartAsync())
            await killed.KillAsync();
        Assert.True(File.Exists(SocketPath));
        await using var gate = await StartAsync();
        Assert.Contains(gate.Id.ToString(System.Globalization.CultureInfo.InvariantCulture), await StatusAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_relay_that_is_tried_moves_once_for_its_pulse_and_the_visit_is_in_the_journal()
    {
        await using var gate = await StartAsync();
        using (var socket = Connect())
        {
            Assert.Contains("\"ok\":true", await AskAsync(socket, """{"do":"test","what":"relay","lane":"vao"}"""), StringComparison.Ordinal);
            Assert.Contains("\"ok\":true", await AskAsync(socket, """{"do":"verdict","what":"relay","lane":"vao","ok":false}"""), StringComparison.Ordinal);
        }
        await SeenAsync(() => Operations().Contains("service_left") && Edges(17).Count == 2);
        Assert.True(await gate.StopAsync(TimeSpan.FromSeconds(20)), gate.Tail);
        var edges = Edges(17);
        Assert.Equal([1, 0], edges.Select(edge => edge.GetProperty("level").GetInt32()));
        // How long it is at most is the lane's own test, on a clock that no busy machine holds up.
        Assert.True(edges[1].GetProperty("t_ns").GetInt64() - edges[0].GetProperty("t_ns").GetInt64() >= 100_000_000);
        Assert.Equal(["service_entered", "self_test relay_started", "self_test relay_failed", "service_left"], Operations());
    }

    [Fact]
    public async Task What_cannot_be_done_is_refused_and_leaves_no_trace()
    {
        await using var gate = await StartAsync();
        foreach (var (request, error) in new[]
        {
            ("""{"do":"test","what":"relay","lane":"ra"}""", "not_wired"),
            ("""{"do":"test","what":"buzzer","lane":"vao"}""", "not_wired"),
            ("""{"do":"test","what":"relay","lane":"gara"}""", "no_such_lane"),
            ("""{"do":"verdict","what":"relay","lane":"vao","ok":true}""", "bad_request"), // of no test
            ("""{"do":"open"}""", "bad_request"),
            ("open", "bad_request"),
        })
        {
            using var socket = Connect();
            Assert.Contains(error, await AskAsync(socket, request), StringComparison.Ordinal);
        }
        Assert.True(await gate.StopAsync(TimeSpan.FromSeconds(20)), gate.Tail);
        Assert.Empty(Operations());
        Assert.Empty(Edges(17));
    }

    /// <summary>Its environment is not that of whoever asks.</summary>
    [Fact]
    public async Task It_tells_what_is_set_and_who_said_so()
    {
        await using var gate = await StartAsync();
        using var socket = Connect();
        var said = await AskAsync(socket, """{"do":"settings"}""");
        Assert.Contains("""{"key":"Lanes:0:Turnstile:RelayPin","value":"17","source":"environment"}""", said, StringComparison.Ordinal);
        Assert.DoesNotContain("\"source\":\"default\"", said, StringComparison.Ordinal);
        var all = await AskAsync(socket, """{"do":"settings","all":true}""");
        Assert.Contains("""{"key":"Uplink:BatchEvents","value":"500","source":"default"}""", all, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Contacts_are_seen_and_in_an_emergency_nothing_is_tried()
    {
        await using var gate = await StartAsync(new()
        {
            ["Lanes:0:Turnstile:Door:Pin"] = "6",
            ["Inputs:Emergency:Pin"] = "5",
            ["Gpio:InputFile"] = "contacts.jsonl",
        });
        var contacts = Path.Combine(_folder, "contacts.jsonl");
        using (var socket = Connect())
        {
            await socket.SendAsync("""{"do":"test","what":"sensors","lane":"vao","seconds":30}"""u8.ToArray().Append((byte)'\n').ToArray());
            Assert.Contains("""{"name":"door","pin":6,"active":false}""", await ReadLineAsync(socket), StringComparison.Ordinal);
            await File.AppendAllTextAsync(contacts, """{"pin":6,"level":0}""" + "\n");
            Assert.Contains("""{"name":"door","pin":6,"active":true}""", await ReadLineAsync(socket), StringComparison.Ordinal);
        }
        await File.AppendAllTextAsync(contacts, """{"pin":5,"level":0}""" + "\n");
        await SeenAsync(() => Edges(17).Count > 0); // it opens for everybody, and only then says so
        for (var tries = 0; tries < 500 && !(await StatusAsync()).Contains("\"emergency\"", StringComparison.Ordinal); tries++)
            await Task.Delay(10);
        using (var socket = Connect())
            Assert.Contains("\"emergency\"", await AskAsync(socket, """{"do":"test","what":"relay","lane":"vao"}"""), StringComparison.Ordinal);
        Assert.Matches("\"alarms\":\\[[^]]*\"emergency\"", await StatusAsync());
    }

    [Fact]
    public async Task A_crowd_a_flood_and_silence_cost_nobody_else_anything()
    {
        await using var gate = await StartAsync();
        var silent = Enumerable.Range(0, 4).Select(_ => Connect()).ToList();
        using (var fifth = Connect())
            Assert.Equal(0, await fifth.ReceiveAsync(new byte[1]));
        await silent[0].SendAsync(Encoding.UTF8.GetBytes(new string('x', 5000)));
        Assert.Contains("bad_request", await ReadLineAsync(silent[0]), StringComparison.Ordinal);
        silent.ForEach(socket => socket.Dispose());
        Assert.Contains("cong-thu", await StatusAsync(), StringComparison.Ordinal);
    }

    private static void AssertHealth(string answer)
    {
        using var status = JsonDocument.Parse(answer);
        var report = status.RootElement.GetProperty("status");
        Assert.Equal("cong-thu", report.GetProperty("gate").GetString());
        var health = report.GetProperty("health");
        Assert.Equal("vao", health.GetProperty("lanes")[0].GetProperty("lane").GetString());
        Assert.True(health.GetProperty("disk").GetProperty("total_bytes").GetInt64() > 0);
        Assert.True(health.GetProperty("memory").GetProperty("anonymous_bytes").GetInt64() > 0);
        Assert.Equal(0, health.GetProperty("link").GetProperty("connections").GetInt64());
    }

    private IEnumerable<string> Operations() => JournalFile.Read(Path.Combine(_folder, "data", "journal.db")).Rows
        .Select(row => JsonDocument.Parse(row.Fact).RootElement.GetProperty("body"))
        .Where(body => body.TryGetProperty("by", out var by) && by.GetString() != "gate")
        .Select(body => body.GetProperty("name").GetString() switch
        {
            "self_test" => "self_test " + body.GetProperty("result").GetString(),
            var name => name!,
        });

    private List<JsonElement> Edges(int pin) => [.. File.ReadAllLines(Path.Combine(_folder, "pins.jsonl"))
        .Select(line => JsonDocument.Parse(line).RootElement).Where(edge => edge.GetProperty("pin").GetInt32() == pin)];

    /// <summary>The gate hears of the end of a connection a moment later, and a pulse has its length.</summary>
    private static async Task SeenAsync(Func<bool> seen)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (!seen())
            await Task.Delay(20, limit.Token);
    }

    private async Task<string> StatusAsync()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (true)
        {
            using var socket = Connect();
            try
            {
                if (await AskAsync(socket, """{"do":"status"}""") is { Length: > 0 } answer)
                    return answer;
            }
            catch (SocketException)
            {
                // Its places are taken for a moment yet.
            }
            await Task.Delay(20, limit.Token);
        }
    }

    private Socket Connect()
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        socket.Connect(new UnixDomainSocketEndPoint(SocketPath));
        return socket;
    }

    private static async Task<string> AskAsync(Socket socket, string request)
    {
        await socket.SendAsync(Encoding.UTF8.GetBytes(request + "\n"));
        return await ReadLineAsync(socket);
    }

    private static async Task<string> ReadLineAsync(Socket socket)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        var buffer = new byte[65_536];
        var have = 0;
        while (buffer.AsSpan(0, have).IndexOf((byte)'\n') < 0)
        {
            var read = await socket.ReceiveAsync(buffer.AsMemory(have), limit.Token);
            if (read == 0)
                break;
            have += read;
        }
        return Encoding.UTF8.GetString(buffer, 0, have);
    }

    private async Task<ProgramProcess> StartAsync(Dictionary<string, string>? more = null)
    {
        var pictures = Directory.CreateDirectory(Path.Combine(_folder, "pictures")).FullName;
        var gate = ProgramProcess.Start(Executables.Gate, new Dictionary<string, string>(more ?? [])
        {
            ["Gate:Id"] = "cong-thu",
            ["Lanes:0:Name"] = "vao",
            ["Lanes:0:Scanner:Kind"] = "Pictures",
            ["Lanes:0:Scanner:Folder"] = pictures,
            ["Lanes:0:Turnstile:RelayPin"] = "17",
            ["Lanes:0:Turnstile:Pulse"] = "00:00:00.1000000",
            ["Lanes:0:Indicator:GreenPin"] = "22",
            ["Lanes:1:Name"] = "ra",
            ["Lanes:1:Scanner:Kind"] = "Pictures",
            ["Lanes:1:Scanner:Folder"] = pictures,
            ["Gpio:Driver"] = "Virtual",
            ["Gpio:TraceFile"] = "pins.jsonl",
            ["Uplink:Hub"] = $"mqtt://127.0.0.1:{ProgramProcess.FreePort()}",
        }, _folder);
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (!gate.Tail.Contains("status and doctor find this gate", StringComparison.Ordinal)
            || !gate.Tail.Contains("Lane ra (In) is open", StringComparison.Ordinal))
        {
            Assert.False(gate.HasExited || limit.IsCancellationRequested, gate.Tail);
            await Task.Delay(20);
        }
        return gate;
    }
}
