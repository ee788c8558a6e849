using CheckIn.Fixtures.Mqtt;

namespace CheckIn.Bench.Mqtt;

/// <summary>Takes servers in turns and turns their figures into rows.</summary>
internal sealed class MqttBench(bool peers, int rounds, TimeSpan warmup, TimeSpan duration, Table table)
{
    private static readonly Dictionary<string, string> Plain = [];

    /// <summary>
    /// All cases against each server, in turns, so that a slow moment of the machine strikes all of them.
    /// </summary>
    public async Task LoadAsync(IEnumerable<LoadCase> cases, CancellationToken cancellation)
    {
        using var authority = new TestCertificates();
        var servers = new List<MqttServer>();
        try
        {
            foreach (var start in Starts(authority, cancellation))
                servers.Add(await start().ConfigureAwait(false));
            foreach (var load in cases)
                Measure(load, servers, cancellation);
        }
        finally
        {
            foreach (var server in servers)
                await server.DisposeAsync().ConfigureAwait(false);
        }
    }

    /// <summary>Each server anew, with more and more idle clients.</summary>
    public async Task IdleAsync(int[] counts, bool tls, CancellationToken cancellation)
    {
        using var authority = new TestCertificates();
        foreach (var start in Starts(authority, cancellation))
        {
            await using var server = await start().ConfigureAwait(false);
            using var clients = new IdleClients(server, tls ? authority : null);
            await clients.WarmUpAsync(cancellation).ConfigureAwait(false);
            foreach (var count in counts)
            {
                var (bytes, rate) = await clients.GrowAsync(count, cancellation).ConfigureAwait(false);
                table.Add(("server", server.Name), ("tls", tls ? "mutual" : "none"), ("idle_connections", count),
                    ("bytes_per_connection", bytes), ("connects_per_s", rate),
                    ("rss_mb", Math.Round(server.Memory / 1048576.0, 1)));
            }
        }
    }

    public void Print() => table.Print();

    private IEnumerable<Func<Task<MqttServer>>> Starts(TestCertificates authority, CancellationToken cancellation)
    {
        yield return () => MqttServer.StartHubAsync(authority, Plain, cancellation);
        if (!peers)
            yield break;
        if (Mosquitto.Server is null)
            throw new InvalidOperationException("--peers needs mosquitto 2: install Debian's package mosquitto.");
        yield return () => MqttServer.StartMosquittoAsync(authority);
    }

    private void Measure(LoadCase load, List<MqttServer> servers, CancellationToken cancellation)
    {
        var found = servers.ToDictionary(s => s, _ => new List<LoadFigures>());
        for (var round = 0; round < rounds; round++)
        {
            foreach (var server in servers)
            {
                cancellation.ThrowIfCancellationRequested();
                found[server].Add(LoadGenerator.Measure(load, server, warmup, duration));
            }
        }
        foreach (var (server, figures) in found)
            Add(load, server, figures.OrderBy(f => f.Sent).ElementAt(figures.Count / 2));
    }

    private void Add(LoadCase load, MqttServer server, LoadFigures figures)
    {
        var isAcknowledged = load is { Qos: 1, Direction: LoadDirection.In };
        var times = isAcknowledged ? figures.ToAcknowledge : figures.ToConsume;
        table.Add(
            ("server", server.Name), ("clients", load.Clients), ("inflight", load.InFlight), ("qos", load.Qos),
            ("direction", load.Direction == LoadDirection.In ? "in" : "out"),
            ("offered_per_s", load.Rate > 0 ? load.Rate : null),
            ("acked_per_s", load.Qos > 0 ? figures.PerSecond(figures.Acknowledged) : null),
            ("consumed_per_s", figures.PerSecond(figures.Consumed)),
            ("p50_ms", times.Ms(0.5)), ("p99_ms", times.Ms(0.99)),
            ("consumed_p50_ms", figures.ToConsume.Ms(0.5)), ("consumed_p99_ms", figures.ToConsume.Ms(0.99)),
            ("cpu_us_per_message", Math.Round(figures.Cpu.TotalMicroseconds / Math.Max(1, figures.Sent), 1)),
            ("ended", figures.Ended));
    }
}
