using System.Globalization;
using CheckIn.Faults.Record;
using CheckIn.Fixtures;

namespace CheckIn.Faults.Premises;

/// <summary>
/// Hub, broker and controllers of one run, in one folder. Whatever ends the run, nothing of it keeps running.
/// </summary>
internal sealed class Site : IDisposable
{
    private readonly bool _isKept;
    private readonly FaultsOptions _options;
    private readonly Launcher _launcher = new();
    private readonly List<Controller> _controllers = [];

    internal Site(FaultsOptions options, Func<int, bool> jumps)
    {
        _options = options;
        _isKept = options.Keep is not null;
        Folder = options.Keep?.FullName ?? Directory.CreateTempSubdirectory("checkin-faults-").FullName;
        if (_isKept && Directory.Exists(Folder) && Directory.EnumerateFileSystemEntries(Folder).Any())
            throw new IOException($"{Folder} is not empty.");
        Directory.CreateDirectory(Path.Combine(Folder, "around"));
        Broker = options.IsExternalBroker ? new BrokerService(_launcher, Path.Combine(Folder, "around")) : null;
        HubLink = Broker is null ? null : new Link(Broker.Port);
        Hub = new HubService(_launcher, Folder, HubLink?.Port);
        for (var i = 0; i < options.Gates; i++)
        {
            var name = string.Create(CultureInfo.InvariantCulture, $"gate-{i + 1:00}");
            Add(name, name, jumps(i), i);
        }
    }

    internal string Folder { get; }

    /// <summary>Cancelled when nobody comes any more.</summary>
    internal CancellationToken People { get; set; }

    internal HubService Hub { get; }
    internal BrokerService? Broker { get; }
    /// <summary>The hub's way to a broker that is not its own.</summary>
    internal Link? HubLink { get; }
    internal Launcher Launcher => _launcher;
    internal int EntryPort => Broker?.Port ?? Hub.Port;

    internal IReadOnlyList<Controller> Controllers
    {
        get { lock (_controllers) return [.. _controllers]; }
    }

    /// <summary>One more controller; its people are others than anybody else's.</summary>
    internal Controller Add(string gate, string name, bool jumps, int number)
    {
        var seed = (_options.Seed * 1000) + number;
        var controller = new Controller(_launcher, gate, name, Folder, EntryPort, jumps, seed);
        lock (_controllers)
            _controllers.Add(controller);
        return controller;
    }

    internal async Task StartAsync(CancellationToken cancellation)
    {
        if (Broker is not null)
            await Broker.StartAsync(cancellation);
        await Hub.StartAsync(cancellation);
        await Task.WhenAll(Controllers.Select(controller => controller.StartAsync(cancellation)));
        if (Controllers.FirstOrDefault(controller => !controller.IsListening) is { } silent)
        {
            throw new InvalidOperationException(
                $"{silent.Name} did not come up:\n{silent.Life?.Tail}\n{Hub.Life?.Tail}");
        }
    }

    /// <summary>The hub has everything that this controller's journal has now.</summary>
    internal bool IsDelivered(Controller controller) => !Undelivered(controller).Any();

    /// <summary>The epochs of a controller's journal of which the hub has not everything.</summary>
    internal IEnumerable<string> Undelivered(Controller controller)
    {
        var positions = HubRecord.Positions(Hub.Database);
        return JournalFiles.Heads(controller.Journal)
            .Where(head => positions.GetValueOrDefault((controller.Gate, head.Epoch)) < head.Last)
            .Select(head => $"{controller.Name}, epoch {head.Epoch}: the journal goes to {head.Last}, the hub to "
                + positions.GetValueOrDefault((controller.Gate, head.Epoch)));
    }

    public void Dispose()
    {
        foreach (var controller in Controllers)
            controller.Dispose();
        Hub.Dispose();
        Broker?.Dispose();
        HubLink?.Dispose();
        _launcher.Dispose();
        if (!_isKept)
            Directory.Delete(Folder, recursive: true);
    }
}
