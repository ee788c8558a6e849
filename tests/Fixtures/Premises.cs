using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;

namespace CheckIn.Fixtures;

/// <summary>A hub and its gates as real processes on loopback, with all their files in one folder.</summary>
public sealed class Premises : IAsyncDisposable
{
    private readonly int _broker = ProgramProcess.FreePort();
    private readonly int _web = ProgramProcess.FreePort();
    private readonly Dictionary<string, ProgramProcess> _gates = [];
    private readonly HashSet<string> _enrolled = [];
    private ProgramProcess? _hub;

    public Premises(string folder)
    {
        Folder = folder;
        Directory.CreateDirectory(folder);
        Hub = new HubApi(_web);
    }

    public string Folder { get; }

    /// <summary>
    /// Of gates that take rotating codes: hub, gates and browser have one clock here, so nobody needs to vouch for it.
    /// </summary>
    public static Dictionary<string, string> OneClock => new() { ["Rules:RotatingWithoutClock"] = "Admit" };

    /// <summary>The hub enrols gates, which then come with certificates of its own; before it is started.</summary>
    public bool Enrols { get; init; }

    public HubApi Hub { get; }

    /// <summary>The hub's MQTT endpoint.</summary>
    public Uri Broker => new($"mqtt://127.0.0.1:{_broker}");

    /// <summary>The hub's process.</summary>
    public int HubId => _hub!.Id;

    public IEnumerable<string> Gates => _gates.Keys;

    public string JournalOf(string gate) => Path.Combine(Folder, gate, "journal.db");

    public string PinsOf(string gate) => Path.Combine(Folder, gate, "pins.jsonl");

    public string TraceOf(string gate) => Path.Combine(Folder, gate, "pictures.jsonl");

    public string HubDatabase => Path.Combine(Folder, "hub.db");

    /// <summary>What every process last printed, for whoever must find out why something failed.</summary>
    public string Tails => string.Join('\n', _gates.Select(gate => $"--- {gate.Key}\n{gate.Value.Tail}").Prepend($"--- hub\n{_hub?.Tail}"));

    /// <summary>Starts the hub and waits until it answers.</summary>
    public Task StartHubAsync(CancellationToken cancellation = default) => StartHubAsync([], cancellation);

    /// <summary>Starts the hub with further settings, and waits until it answers.</summary>
    public async Task StartHubAsync(Dictionary<string, string> more, CancellationToken cancellation = default)
    {
        if (_hub is not null)
            await _hub.DisposeAsync();
        var settings = new Dictionary<string, string>(more)
        {
            ["Broker:Listen"] = $"127.0.0.1:{_broker}",
            ["Web:Listen"] = $"127.0.0.1:{_web}",
            ["Events:Path"] = HubDatabase,
            ["Fleet:Grace"] = "00:00:01",
        };
        if (Enrols)
        {
            settings["Enrolment:Address"] = "localhost";
            settings["Enrolment:Listen"] = $"127.0.0.1:{ProgramProcess.FreePort()}";
            settings["Broker:TlsListen"] = $"127.0.0.1:{ProgramProcess.FreePort()}";
        }
        _hub = ProgramProcess.Start(Executables.Hub, settings, Folder);
        for (var i = 0; i < 600 && !await Hub.IsHealthyAsync(); i++)
        {
            if (_hub.HasExited)
                break;
            await Task.Delay(100, cancellation);
        }
        if (_hub.HasExited || !await Hub.IsHealthyAsync())
            throw new InvalidOperationException("The hub did not come up:\n" + _hub.Tail);
    }

    /// <summary>
    /// Enrols a gate as a technician does, with a code and <c>checkin-gate enrol</c>; <see cref="StartGateAsync"/> starts it then.
    /// </summary>
    /// <param name="site">Where it stands; made if it is new.</param>
    /// <param name="name">Of a site that is made.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <returns>The id that the hub gives it: the site's, and its number there.</returns>
    public async Task<string> EnrolGateAsync(string site, string name, CancellationToken cancellation = default)
    {
        var id = $"{site}-{_enrolled.Count(one => one.StartsWith(site + "-", StringComparison.Ordinal)) + 1:00}";
        using var api = new HttpClient(new OperatorHandler()) { BaseAddress = new Uri(Hub.Page, "api/v1/") };
        await SendAsync(api, HttpMethod.Put, "sites/" + site, new { name, kind = "office" }, cancellation);
        await SendAsync(api, HttpMethod.Put, "plans/pictures", new { Gpio = new { Driver = "Virtual" } }, cancellation);
        var code = await SendAsync(api, HttpMethod.Post, "enrolment-codes", new { site, plan = "pictures" }, cancellation);
        var folder = Directory.CreateDirectory(Path.Combine(Folder, id)).FullName;
        await using var command = ProgramProcess.Start(Executables.Gate, new Dictionary<string, string>
        {
            ["Journal:Path"] = JournalOf(id),
            ["Keys:Directory"] = Path.Combine(folder, "keys"),
            ["Enrolment:Directory"] = Path.Combine(folder, "enrolment"),
        }, folder, ["enrol", code.GetProperty("code").GetString()!]);
        await command.WaitForExitAsync(cancellation);
        if (command.ExitCode != 0)
            throw new InvalidOperationException($"Gate {id} could not be enrolled:\n{command.Tail}\n{Tails}");
        _enrolled.Add(id);
        return id;
    }

    private static async Task<JsonElement> SendAsync(
        HttpClient api, HttpMethod method, string path, object body, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(method, path) { Content = JsonContent.Create(body, options: AsItIs) };
        using var answer = await api.SendAsync(request, cancellation);
        var text = await answer.Content.ReadAsStringAsync(cancellation);
        if (!answer.IsSuccessStatusCode)
            throw new InvalidOperationException($"{method} {path}: {(int)answer.StatusCode} {text}");
        return text.Length == 0 ? default : JsonSerializer.Deserialize<JsonElement>(text);
    }

    private static readonly JsonSerializerOptions AsItIs = new();

    /// <summary>Starts a gate that shows itself a folder of pictures; further settings may be added.</summary>
    public async Task StartGateAsync(
        string id, string direction, string pictures, bool once, double framesPerSecond, Dictionary<string, string>? more = null)
    {
        if (_gates.Remove(id, out var old))
            await old.DisposeAsync();
        Directory.CreateDirectory(Path.Combine(Folder, id));
        var settings = new Dictionary<string, string>
        {
            ["Gate:Id"] = id,
            ["Lanes:0:Name"] = direction == "In" ? "vao" : "ra",
            ["Lanes:0:Direction"] = direction,
            ["Lanes:0:Scanner:Kind"] = "Pictures",
            ["Lanes:0:Scanner:Folder"] = pictures,
            ["Lanes:0:Scanner:Mode"] = once ? "Once" : "Loop",
            ["Lanes:0:Scanner:FramesPerSecond"] = framesPerSecond.ToString(CultureInfo.InvariantCulture),
            ["Lanes:0:Scanner:TraceFile"] = TraceOf(id),
            ["Lanes:0:Turnstile:RelayPin"] = "17",
            ["Lanes:0:Turnstile:Pulse"] = "00:00:00.1000000",
            ["Lanes:0:Indicator:GreenPin"] = "22",
            ["Lanes:0:Indicator:RedPin"] = "27",
            ["Lanes:0:Indicator:ShowFor"] = "00:00:00.2000000",
            ["Gpio:Driver"] = "Virtual",
            ["Gpio:TraceFile"] = PinsOf(id),
            ["Journal:Path"] = JournalOf(id),
            ["Keys:Directory"] = Path.Combine(Folder, id, "keys"),
            ["Uplink:Hub"] = $"mqtt://127.0.0.1:{_broker}",
            ["Uplink:ReconnectCap"] = "00:00:02",
        };
        if (_enrolled.Contains(id))
        {
            settings["Enrolment:Directory"] = Path.Combine(Folder, id, "enrolment");
            // Who it is, and where its hub is, it knows from its enrolment.
            settings.Remove("Gate:Id");
            settings.Remove("Uplink:Hub");
        }
        foreach (var (key, value) in more ?? [])
            settings[key] = value;
        _gates[id] = ProgramProcess.Start(Executables.Gate, settings, Folder);
    }

    public Task KillHubAsync() => _hub!.KillAsync();

    public Task<bool> StopHubAsync() => _hub!.StopAsync(TimeSpan.FromSeconds(10));

    public Task KillGateAsync(string id) => _gates[id].KillAsync();

    public Task<bool> StopGateAsync(string id) => _gates[id].StopAsync(TimeSpan.FromSeconds(10));

    /// <summary>The gate's process.</summary>
    public ProgramProcess ProcessOf(string id) => _gates[id];

    public bool GateHasExited(string id) => _gates[id].HasExited;

    /// <summary>Compares every gate's journal with what the hub has.</summary>
    public async Task<Tally> CompareAsync()
    {
        var stored = (await Hub.EventsAsync()).GroupBy(e => (e.Gate, e.Epoch, e.Seq)).ToDictionary(g => g.Key, g => g.ToList());
        var tally = new Tally();
        foreach (var gate in _gates.Keys)
        {
            foreach (var row in JournalFile.Read(JournalOf(gate)).Rows)
                tally.Count(row, stored.GetValueOrDefault((gate, row.Epoch, row.Seq)) ?? []);
        }
        foreach (var row in (await Hub.GatesAsync()).EnumerateArray())
            tally.Duplicates += row.GetProperty("duplicates").GetInt64();
        return tally;
    }

    /// <summary>Waits until the hub has everything that the journals have; gives the last comparison.</summary>
    public async Task<Tally> SettleAsync(TimeSpan patience, CancellationToken cancellation = default)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(patience);
        while (true)
        {
            var tally = await CompareAsync();
            if (tally.Events == tally.EventsStored || limit.IsCancellationRequested)
                return tally;
            await Task.Delay(200, cancellation);
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var gate in _gates.Values)
            await gate.DisposeAsync();
        if (_hub is not null)
            await _hub.DisposeAsync();
        Hub.Dispose();
    }
}

/// <summary>What the gates decided and what the hub has of it.</summary>
public sealed class Tally
{
    public long Events { get; private set; }
    public long EventsStored { get; private set; }
    public long Decided { get; private set; }
    public long Admitted { get; private set; }
    public long Refused { get; private set; }
    /// <summary>Decisions that the hub has, word for word.</summary>
    public long Stored { get; private set; }
    /// <summary>Events that the hub has more than once, or with other words.</summary>
    public long Wrong { get; private set; }
    /// <summary>Events that arrived again and were ignored.</summary>
    public long Duplicates { get; set; }
    public long Missing => Decided - Stored;

    internal void Count(JournalRow row, List<HubEvent> copies)
    {
        Events++;
        var isStored = copies.Any(copy => copy.Fact == row.Fact);
        EventsStored += isStored ? 1 : 0;
        Wrong += copies.Count > 1 || (copies.Count == 1 && !isStored) ? 1 : 0;
        if (row.Kind != "decision")
            return;
        Decided++;
        Stored += isStored ? 1 : 0;
        Admitted += row.Outcome == "admitted" ? 1 : 0;
        Refused += row.Outcome == "refused" ? 1 : 0;
    }
}
