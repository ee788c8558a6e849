using System.Globalization;
using System.Net;
using System.Net.Sockets;
using CheckIn.Faults.Record;
using CheckIn.Fixtures;
using Microsoft.Data.Sqlite;

namespace CheckIn.Faults.Premises;

/// <summary>The hub, in one life after another, with copies of its database taken while it runs.</summary>
internal sealed class HubService : IDisposable
{
    private const int KeptCopies = 4;
    private readonly Launcher _launcher;
    private readonly string _folder;
    private readonly int? _broker;
    private readonly int _web = ProgramProcess.FreePort();
    private readonly Queue<string> _copies = new();
    private Child? _life;
    private int _copied;

    /// <param name="launcher">Starts its processes.</param>
    /// <param name="folder">Of the run.</param>
    /// <param name="broker">Port of the broker that it is to use; null = it is one itself.</param>
    internal HubService(Launcher launcher, string folder, int? broker)
    {
        (_launcher, _folder, _broker) = (launcher, Path.Combine(folder, "hub"), broker);
        Directory.CreateDirectory(_folder);
        Clock = new WallClock(Path.Combine(folder, "around", "hub-clock"));
    }

    /// <summary>Where gates connect, when it is the broker.</summary>
    internal int Port { get; } = ProgramProcess.FreePort();
    internal string Database => Path.Combine(_folder, "hub.db");
    private WallClock Clock { get; }
    internal Ledger Ledger { get; } = new();
    internal Child? Life => _life;
    internal List<string> Deaths { get; } = [];

    internal async Task StartAsync(CancellationToken cancellation)
    {
        NoteDeath();
        var settings = new Dictionary<string, string>
        {
            ["Broker:Listen"] = Address(Port),
            ["Web:Listen"] = Address(_web),
            ["Events:Path"] = Database,
            ["Fleet:Grace"] = "00:00:05",
        };
        if (_broker is { } broker)
        {
            settings["Broker:Mode"] = "External";
            settings["Broker:Server"] = "mqtt://" + Address(broker);
        }
        _life = await _launcher.StartAsync(
            "hub", ["dotnet", Executables.Hub], ProgramEnvironment.Of(settings, Clock), _folder,
            () => AnswersAsync(_broker is null ? Port : _web), isUrgent: true, cancellation);
    }

    internal async Task EnsureRunningAsync(CancellationToken cancellation)
    {
        if (_life is null or { HasExited: true })
            await StartAsync(cancellation);
    }

    internal bool Kill() => _life is { } life && life.Kill();

    internal Task<bool> StopAsync() => _life!.StopAsync();

    /// <summary>No file of its may grow for a while.</summary>
    internal async Task<bool> FillDiskAsync(TimeSpan length)
    {
        var room = new FileInfo(Database).Length / 2; // within what it already has, so that nothing can be written
        if (!_life!.LimitFiles(Math.Max(8192, room)))
            return false;
        await Task.Delay(length);
        return _life.LimitFiles(null);
    }

    internal void SetClock(TimeSpan offset)
    {
        Clock.Offset = offset;
        Ledger.NoteOffset(offset);
    }

    /// <summary>Copies the database with SQLite's own means, while the hub writes.</summary>
    internal void Copy()
    {
        if (!File.Exists(Database))
            return;
        var path = Path.Combine(_folder, string.Create(CultureInfo.InvariantCulture, $"copy-{_copied++}.db"));
        using (var from = new SqliteConnection($"Data Source={Database};Mode=ReadOnly;Pooling=False"))
        using (var to = new SqliteConnection($"Data Source={path};Pooling=False"))
        {
            from.Open();
            to.Open();
            from.BackupDatabase(to);
        }
        _copies.Enqueue(path);
        if (_copies.Count > KeptCopies)
            File.Delete(_copies.Dequeue());
    }

    /// <summary>The hub is dead: an earlier copy takes its database's place. False = there is none.</summary>
    internal bool PutBack(double dice)
    {
        if (_copies.Count == 0)
            return false;
        var copy = _copies.ElementAt((int)(dice * _copies.Count));
        foreach (var ending in (string[])["", "-wal", "-shm"])
            File.Delete(Database + ending);
        File.Copy(copy, Database);
        return true;
    }

    public void Dispose()
    {
        Kill();
        Clock.Dispose();
    }

    /// <summary>Killed for good.</summary>
    internal async Task EndAsync()
    {
        Kill();
        await (_life?.Exited ?? Task.CompletedTask);
        NoteDeath();
    }

    private void NoteDeath()
    {
        if (_life?.DiedByItself is { } death)
            Deaths.Add(death);
        _life = null;
    }

    private static string Address(int port) => string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{port}");

    private static async Task<bool> AnswersAsync(int port)
    {
        using var probe = new TcpClient();
        try
        {
            await probe.ConnectAsync(IPAddress.Loopback, port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
