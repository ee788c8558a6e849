using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace CheckIn.Fixtures.Mqtt;

/// <summary>
/// A mosquitto of one's own, on loopback with free ports, configured by the caller; nothing is kept on disk. Without
/// TCP_NODELAY it would wait for its clients' delayed acknowledgements.
/// </summary>
public sealed class Mosquitto : IAsyncDisposable
{
    private readonly Process _process;
    private readonly DirectoryInfo? _directory;
    private readonly Queue<string> _said = new();

    private Mosquitto(Process process, DirectoryInfo? directory, int port, int second) =>
        (_process, _directory, Port, SecondPort) = (process, directory, port, second);

    public static string? Server { get; } = Find("mosquitto");

    public static string? Publisher { get; } = Find("mosquitto_pub");

    public static string? Subscriber { get; } = Find("mosquitto_sub");

    public int ProcessId => _process.Id;

    /// <summary>Plain TCP.</summary>
    public int Port { get; }

    /// <summary>The listener that the test adds.</summary>
    public int SecondPort { get; }

    /// <param name="settings">Further lines of configuration.</param>
    /// <param name="second">Lines of a second listener; null = none.</param>
    /// <param name="files">Files to lie beside the configuration; <c>{dir}</c> in the lines is where.</param>
    public static async Task<Mosquitto> StartAsync(
        string settings = "", string? second = null, params (string Name, string Text)[] files)
    {
        var directory = Directory.CreateTempSubdirectory("checkin-mosquitto-");
        foreach (var (name, text) in files)
            await File.WriteAllTextAsync(Path.Combine(directory.FullName, name), text);
        var (port, secondPort) = FreePorts();
        var configuration = Path.Combine(directory.FullName, "mosquitto.conf");
        var lines = string.Create(CultureInfo.InvariantCulture, $"""
            user {Environment.UserName}
            set_tcp_nodelay true
            allow_anonymous true
            log_type error
            log_type warning
            {settings}
            listener {port} 127.0.0.1

            """);
        if (second is not null)
            lines += string.Create(CultureInfo.InvariantCulture, $"listener {secondPort} 127.0.0.1\n{second}\n");
        await File.WriteAllTextAsync(
            configuration, lines.Replace("{dir}", directory.FullName, StringComparison.Ordinal));
        var process = Run(Server!, "-c", configuration);
        var host = new Mosquitto(process, directory, port, secondPort);
        await host.WaitAsync(port);
        if (second is not null)
            await host.WaitAsync(secondPort);
        return host;
    }

    /// <summary>One by a configuration that is there.</summary>
    /// <param name="configuration">Its file; its folder is left alone.</param>
    /// <param name="port">Where it listens, on loopback.</param>
    public static async Task<Mosquitto> StartAsync(FileInfo configuration, int port)
    {
        var host = new Mosquitto(Run(Server!, "-c", configuration.FullName), null, port, port);
        // What it says must not fill the pipe; its last words explain a start that fails.
        host._process.ErrorDataReceived += (_, line) => host.Said(line.Data);
        host._process.BeginErrorReadLine();
        await host.WaitAsync(port);
        return host;
    }

    /// <summary>The last lines that it said, of one by its own configuration.</summary>
    public string Tail
    {
        get { lock (_said) return string.Join('\n', _said); }
    }

    private void Said(string? line)
    {
        lock (_said)
        {
            _said.Enqueue(line ?? "");
            if (_said.Count > 100)
                _said.Dequeue();
        }
    }

    /// <summary>Starts a program whose output is read.</summary>
    public static Process Run(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        return Process.Start(start)!;
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
        _directory?.Delete(recursive: true);
    }

    private static string? Find(string name) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
            .Concat(["/usr/sbin", "/usr/local/sbin"])
            .Select(folder => Path.Combine(folder, name)).FirstOrDefault(File.Exists);

    private static (int, int) FreePorts()
    {
        using TcpListener first = new(IPAddress.Loopback, 0), second = new(IPAddress.Loopback, 0);
        first.Start();
        second.Start();
        return (((IPEndPoint)first.LocalEndpoint).Port, ((IPEndPoint)second.LocalEndpoint).Port);
    }

    private async Task WaitAsync(int port)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while (true)
        {
            using var probe = new TcpClient();
            try
            {
                await probe.ConnectAsync(IPAddress.Loopback, port, patience.Token);
                return;
            }
            catch (SocketException) when (!_process.HasExited)
            {
                await Task.Delay(20, patience.Token);
            }
            catch (SocketException e)
            {
                throw new InvalidOperationException(
                    _directory is null ? Tail : await _process.StandardError.ReadToEndAsync(patience.Token), e);
            }
        }
    }
}
