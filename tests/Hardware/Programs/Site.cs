using System.Text.Json;
using CheckIn.Fixtures;
using CheckIn.Hardware.Devices;

namespace CheckIn.Hardware.Programs;

/// <summary>The machine with its devices, a hub, and the gates that are tried one after the other.</summary>
internal sealed class Site : IAsyncDisposable
{
    private const int Broker = 1883, Web = 8080;
    private readonly ProgramProcess? _hub;
    private int _shown;

    internal Site(Report report, bool withHub)
    {
        Report = report;
        Chip = new Chip();
        Edges = new Edges(Chip);
        if (!withHub)
            return;
        Directory.CreateDirectory("/tmp/hub");
        _hub = ProgramProcess.Start("/lab/hub/checkin-hub.dll", new Dictionary<string, string>
        {
            ["Broker:Listen"] = $"127.0.0.1:{Broker}",
            ["Web:Listen"] = $"127.0.0.1:{Web}",
            ["Events:Path"] = "/tmp/hub/hub.db",
        }, "/tmp/hub");
    }

    internal Report Report { get; }

    internal Chip Chip { get; }

    internal Edges Edges { get; }

    internal HubApi Hub { get; } = new(Web);

    internal SerialGadget Serial { get; } = new();

    internal KeyboardGadget Keyboard { get; } = new();

    internal Picture Picture { get; } = new();

    /// <summary>The lives of gates in this scenario.</summary>
    internal List<GateProgram> Lives { get; } = [];

    /// <summary>CLOCK_MONOTONIC, ns.</summary>
    internal static long Now => TimeProvider.System.GetTimestamp();

    internal static Uri HubAddress => new($"mqtt://127.0.0.1:{Broker}");

    /// <summary>A code that was not shown yet.</summary>
    internal string NextCode()
    {
        // Every third one is of ASCII characters; those before have frames.
        while (_shown < Codes.Count || _shown % 3 != 1)
            _shown++;
        return Codes.Of(_shown++);
    }

    /// <summary>What a gate has told the hub, oldest first.</summary>
    internal async Task<List<JsonElement>> EventsOfAsync(string gate)
    {
        if (!await Hub.IsHealthyAsync())
            return [];
        var events = await Hub.EventsAsync();
        return [.. events.Where(told => told.Gate == gate)
            .Select(told => JsonSerializer.Deserialize<JsonElement>(told.Fact))];
    }

    internal GateProgram StartGate(string id, IEnumerable<KeyValuePair<string, string>> settings)
    {
        var gate = new GateProgram(id, settings);
        Lives.Add(gate);
        return gate;
    }

    /// <summary>Waits until something holds; false when it does not in time.</summary>
    internal static async Task<bool> UntilAsync(TimeSpan patience, Func<Task<bool>> holds)
    {
        var until = Now + (long)patience.TotalNanoseconds;
        while (!await holds())
        {
            if (Now > until)
                return false;
            await Task.Delay(20);
        }
        return true;
    }

    internal static Task<bool> UntilAsync(TimeSpan patience, Func<bool> holds) =>
        UntilAsync(patience, () => Task.FromResult(holds()));

    public async ValueTask DisposeAsync()
    {
        Picture.Dispose();
        Hub.Dispose();
        if (_hub is not null)
            await _hub.DisposeAsync();
    }
}
