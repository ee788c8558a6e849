using System.Diagnostics;

namespace CheckIn.Bench.Mqtt;

/// <summary>
/// One case against one server: a single thread for all publishers and subscribers, so that two cores are the server's
/// and its own, as they are for every server. Fan-in at QoS 1 is driven by PUBACK alone, so a server that acknowledges
/// more than it delivers shows; everything else is driven by delivery, because nothing else says what a server bears.
/// </summary>
internal sealed class LoadGenerator : IDisposable
{
    private readonly Epoll _epoll = new();
    private readonly List<LoadConnection> _all = [];
    private readonly List<LoadPublisher> _publishers = [];
    private readonly LoadFigures _figures = new();
    private readonly LoadCase _load;
    private readonly MqttServer _server;
    private long _offered;
    private bool _isLate;

    private LoadGenerator(LoadCase load, MqttServer server)
    {
        (_load, _server) = (load, server);
        var isIn = load.Direction == LoadDirection.In;
        var (publishers, subscribers) = isIn ? (load.Clients, 1) : (1, load.Clients);
        var copies = isIn && load.Qos > 0 ? 0 : subscribers;
        for (var i = 0; i < subscribers; i++)
            _all.Add(new LoadSubscriber(load, server.Port, i, copies > 0 ? _publishers : null, _figures));
        for (var i = 0; i < publishers; i++)
            _publishers.Add(new LoadPublisher(load, server.Port, i, copies, _figures));
        _all.AddRange(_publishers);
        for (var i = 0; i < _all.Count; i++)
            _all[i].Join(_epoll, i);
    }

    /// <summary>Runs for the warm-up, and then for what is counted.</summary>
    public static LoadFigures Measure(LoadCase load, MqttServer server, TimeSpan warmup, TimeSpan duration)
    {
        using var generator = new LoadGenerator(load, server);
        foreach (var publisher in generator._publishers)
            publisher.Flush();
        generator.Run(warmup);
        generator._figures.Clear();
        var cpu = server.Cpu;
        generator._figures.Duration = generator.Run(duration);
        generator._figures.Cpu = server.Cpu - cpu;
        generator._figures.Ended = generator._all.Count(c => c.IsEnded);
        return generator._figures;
    }

    public void Dispose()
    {
        foreach (var connection in _all)
            connection.Dispose();
        _epoll.Dispose();
    }

    private TimeSpan Run(TimeSpan duration)
    {
        var start = Stopwatch.GetTimestamp();
        var end = start + (long)(duration.TotalSeconds * Stopwatch.Frequency);
        _offered = 0;
        while (true)
        {
            var ready = _epoll.Wait(_load.Rate > 0 ? 1 : 50);
            var now = Stopwatch.GetTimestamp();
            if (now >= end)
                return Stopwatch.GetElapsedTime(start, now);
            for (var i = 0; i < ready; i++)
                _all[_epoll.Ready(i)].OnReady(now);
            if (_load.Rate > 0)
                Offer(start, now);
        }
    }

    /// <summary>
    /// What has fallen due, to one publisher after another. Where one must wait for the server, the time counts from
    /// when its message was due, and so for everything behind it.
    /// </summary>
    private void Offer(long start, long now)
    {
        var due = (now - start) * _load.Rate / Stopwatch.Frequency;
        for (; _offered < due; _offered++)
        {
            var publisher = _publishers[(int)(_offered % _publishers.Count)];
            _isLate |= publisher.Free == 0;
            if (publisher.Free == 0)
                return;
            publisher.Send(1, _isLate ? start + _offered * Stopwatch.Frequency / _load.Rate : now);
        }
        _isLate = false;
    }
}
