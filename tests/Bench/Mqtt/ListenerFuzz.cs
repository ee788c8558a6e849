using CheckIn.Fixtures.Mqtt;

namespace CheckIn.Bench.Mqtt;

/// <summary>
/// The hub's listener under <see cref="ListenerAttack"/>: it must not end, not log an unexpected error, serve good
/// clients throughout, and hold no more afterwards than after half of it. What strangers may leave behind by right
/// (sessions, retained messages) is kept small, so that only what nobody may leave shows.
/// </summary>
internal static class ListenerFuzz
{
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(3);
    private static readonly Dictionary<string, string> Limits = new()
    {
        ["Logging:LogLevel:Default"] = "Error",
        ["Broker:MaxSessionExpiry"] = "00:00:02",
        ["Broker:MaxRetained"] = "100",
        ["Broker:MaxRetainedBytes"] = "1000000",
        ["Broker:MaxQueuedBytesInAll"] = "16000000",
        ["Broker:MaxReceivingBytes"] = "16000000",
    };

    /// <summary>0 when it held, 1 when not.</summary>
    public static async Task<int> RunAsync(long bytes, int seed, Table table, CancellationToken cancellation)
    {
        using var authority = new TestCertificates();
        await using var hub = await MqttServer.StartHubAsync(authority, Limits, cancellation).ConfigureAwait(false);
        var good = new GoodClients(hub.Port);
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var serving = good.RunAsync(enough.Token);
        var (files, connections, sent) = (hub.OpenFiles, 0L, 0L);
        var memory = new List<long>();
        for (var half = 0; half < 2; half++)
        {
            var attack = new ListenerAttack(hub.Port, bytes / 2, unchecked(seed * 2 + half));
            await attack.RunAsync(cancellation).ConfigureAwait(false);
            await Task.Delay(Settling, cancellation).ConfigureAwait(false);
            (connections, sent) = (connections + attack.Connections, sent + attack.Sent);
            memory.Add(hub.Memory);
        }
        await enough.CancelAsync().ConfigureAwait(false);
        await serving.ConfigureAwait(false);
        var crashes = hub.HasExited || hub.Tail.Length > 0 ? 1 : 0;
        if (crashes + (good.Failure is null ? 0 : 1) > 0)
            await Console.Error.WriteLineAsync($"{good.Failure}\n{hub.Tail}").ConfigureAwait(false);
        table.Add(("target", "mqtt-listener"), ("inputs", connections), ("crashes", crashes),
            ("hangs", good.Failure is null ? 0 : 1), ("peak_rss_mb", Megabytes(hub.PeakMemory)), ("bytes", sent),
            ("half_rss_mb", Megabytes(memory[0])), ("end_rss_mb", Megabytes(memory[1])),
            ("files_left", hub.OpenFiles - files), ("good_served", good.Served), ("good_p50_ms", good.Times.Ms(0.5)),
            ("good_p99_ms", good.Times.Ms(0.99)), ("good_max_ms", good.Times.Ms(1)));
        return crashes == 0 && good.Failure is null ? 0 : 1;
    }

    private static double Megabytes(long bytes) => Math.Round(bytes / 1048576.0, 1);
}
