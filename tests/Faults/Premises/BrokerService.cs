using System.Globalization;
using CheckIn.Fixtures;
using CheckIn.Fixtures.Mqtt;

namespace CheckIn.Faults.Premises;

/// <summary>A mosquitto between gates and hub, in one life after another; it keeps nothing on disk.</summary>
internal sealed class BrokerService(Launcher launcher, string folder) : IDisposable
{
    private Child? _life;

    internal int Port { get; } = ProgramProcess.FreePort();

    internal async Task StartAsync(CancellationToken cancellation)
    {
        var configuration = Path.Combine(folder, "mosquitto.conf");
        await File.WriteAllTextAsync(configuration, string.Create(CultureInfo.InvariantCulture, $"""
            user {Environment.UserName}
            set_tcp_nodelay true
            allow_anonymous true
            log_type error
            listener {Port} 127.0.0.1

            """), cancellation);
        var server = Mosquitto.Server ?? throw new FileNotFoundException("mosquitto is not installed.");
        _life = await launcher.StartAsync(
            "mosquitto", [server, "-c", configuration], new Dictionary<string, string>(), folder,
            () => Task.FromResult(true), isUrgent: true, cancellation);
    }

    internal bool Kill() => _life is { } life && life.Kill();

    public void Dispose() => Kill();
}
