using System.Net;
using CheckIn.Mqtt;
using CheckIn.Time;
using Polly;

namespace CheckIn.FleetSimulator;

/// <summary>What all gates share.</summary>
internal sealed class GateSurroundings : IDisposable
{
    // A loopback address has some 28,000 ports to connect from; those of connections just ended are not free at once.
    private const int GatesPerAddress = 4000;
    private const int LargeBatchesAtOnce = 1024;

    internal GateSurroundings(FleetOptions options, TimeProvider time)
    {
        (Options, Time, Counters) = (options, time, new FleetCounters(time));
        Settings = new SettingsRun(time);
        Mint = new EventMint(options.Seed, time);
        Reconnect = new MqttReconnectOptions();
        ReconnectPipeline = Reconnect.ToPipeline(time);
        BeganNs = time.MonotonicNs();
        FirstSession = time.GetUtcNow().ToUnixTimeMilliseconds();
    }

    internal FleetOptions Options { get; }

    internal TimeProvider Time { get; }

    internal FleetCounters Counters { get; }

    internal EventMint Mint { get; }

    internal SettingsRun Settings { get; }

    /// <summary>The product's own waits between connections.</summary>
    internal MqttReconnectOptions Reconnect { get; }

    internal ResiliencePipeline ReconnectPipeline { get; }

    /// <summary>Part of every epoch, so that runs against one hub never share a journal.</summary>
    internal string Run { get; } = Guid.NewGuid().ToString("N")[..12];

    /// <summary>CLOCK_MONOTONIC at the beginning, ns.</summary>
    internal long BeganNs { get; }

    /// <summary>Sessions of later runs have higher numbers.</summary>
    internal long FirstSession { get; }

    /// <summary>Holds large batches under way within 128 MB; real gates have memory of their own.</summary>
    internal SemaphoreSlim LargeBatches { get; } = new(LargeBatchesAtOnce);

    internal MqttClientOptions ClientOptions(int number, string id)
    {
        var options = MqttClientOptions.For(Options.Hub, id);
        return IPAddress.TryParse(options.Host, out var host) && IPAddress.IsLoopback(host)
            && host.AddressFamily == System.Net.Sockets.AddressFamily.InterNetwork
            ? options with { LocalAddress = new IPAddress([127, 0, 0, (byte)(1 + number / GatesPerAddress)]) }
            : options;
    }

    public void Dispose() => LargeBatches.Dispose();
}
