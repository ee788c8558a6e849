using CheckIn.Time;

namespace CheckIn.FleetSimulator;

/// <summary>
/// A run: all gates connect, events come about while the scenario has its way, what is outstanding is waited for, and
/// all say goodbye.
/// </summary>
internal sealed class Fleet
{
    private static readonly TimeSpan Beat = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan StoredEvery = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestAway = TimeSpan.FromSeconds(2);
    private readonly FleetOptions _options;
    private readonly TimeProvider _time;
    private readonly SimulatedGate[] _gates;
    private readonly Random _dice;

    internal Fleet(FleetOptions options, TimeProvider time)
    {
        (_options, _time, _dice) = (options, time, new Random(options.Seed));
        Around = new GateSurroundings(options, time);
        var one = options.Scenario.OneSlowIn;
        _gates = [.. Enumerable.Range(0, options.Gates).Select(number =>
            new SimulatedGate(number, Around) { IsSlow = one > 0 && number % one == one - 1 })];
        StoreBacklog();
    }

    private GateSurroundings Around { get; }

    private FleetCounters Counters => Around.Counters;

    internal async Task<FleetReport> RunAsync(CancellationToken cancellation)
    {
        using var around = Around;
        await using var silent = SilentGates.Start(_options, _time);
        using var stopping = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var began = _time.GetTimestamp();
        var running = _gates.Select((gate, i) =>
            gate.RunAsync(TimeSpan.FromSeconds((double)i / _options.Ramp), stopping.Token)).ToArray();
        var looking = LookAsync(stopping.Token);
        var report = await LiveAsync(began, silent, cancellation);
        await stopping.CancelAsync();
        await Task.WhenAll(running);
        await looking;
        return _options.Check is { } check
            ? report with { Store = await StoreCheck.CompareAsync(check, _gates, cancellation) }
            : report;
    }

    private async Task<FleetReport> LiveAsync(long began, SilentGates? silent, CancellationToken cancellation)
    {
        var isConnected = await WaitAsync(() => Counters.Positioned == _gates.Length, cancellation)
            && (silent is null || await silent.ConnectedAsync(cancellation));
        var connected = _time.GetElapsedTime(began);
        Tell($"{Counters.Positioned} of {_gates.Length} gates are connected after {connected.TotalSeconds:0.0} s");
        SilenceFound? found;
        SettingsFound? settings;
        using (var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellation))
        {
            var trouble = Task.WhenAll(CutAllAsync(ending.Token), FlapAsync(ending.Token),
                new HostileClients(_options, Counters, _time).RunAsync(ending.Token));
            var silence = silent?.FallSilentAsync(_options.Check!, Tell, ending.Token);
            var changing = _options is { Scenario.ChangesSettings: true, Check: not null }
                ? Around.Settings.RunAsync(_options, _gates.Length, Tell, cancellation) : null;
            await new EventClock(_gates, _options, _time).RunAsync(cancellation);
            settings = changing is null ? null : await changing;
            found = silence is null ? null : await silence;
            if (_options.Scenario.CutAt is not null)
                await trouble;
            await ending.CancelAsync();
            await trouble.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        var settling = _time.GetTimestamp();
        await WaitAsync(
            () => Counters.Acked == Counters.Recorded && Counters.Positioned == _gates.Length, cancellation);
        return new FleetReport(_options, Counters)
        {
            IsConnected = isConnected,
            ConnectedAfter = connected,
            Settling = _time.GetElapsedTime(settling),
            Took = _time.GetElapsedTime(began),
            Positioned = Counters.Positioned,
            Silence = found,
            Settings = settings,
            Reach = Around.Settings.Reach,
        };
    }

    /// <summary>Everybody's clock: wakes whoever has something to do, and tells how it goes.</summary>
    private async Task LookAsync(CancellationToken stopping)
    {
        using var beat = new PeriodicTimer(Beat, _time);
        try
        {
            for (var i = 1; await beat.WaitForNextTickAsync(stopping); i++)
            {
                var now = _time.GetTimestamp();
                foreach (var gate in _gates)
                    gate.Look(now);
                if (i % 10 == 0)
                    Tell($"{Counters.Connected} connected, {Counters.Recorded} events, {Counters.Acked} acknowledged, "
                        + $"{Counters.Busy} times busy, {Counters.Lost} lost");
            }
        }
        catch (OperationCanceledException)
        {
            // The run is over.
        }
    }

    private async Task CutAllAsync(CancellationToken ending)
    {
        if (_options.Scenario.CutAt is not { } share)
            return;
        await Task.Delay(_options.Duration * share, _time, ending);
        Tell("all links are cut");
        await Task.WhenAll(_gates.Select(gate => gate.CutAsync()));
    }

    private async Task FlapAsync(CancellationToken ending)
    {
        if (_options.Scenario.FlapEvery is not { } every)
            return;
        var rate = _gates.Length / every.TotalSeconds;
        while (true)
        {
            await Task.Delay(TimeSpan.FromSeconds(-Math.Log(1 - _dice.NextDouble()) / rate), _time, ending);
            var gate = _gates[_dice.Next(_gates.Length)];
            if (_dice.Next(2) == 0)
                await gate.CutAsync();
            else
                gate.Leave(LongestAway * _dice.NextDouble());
        }
    }

    private async Task<bool> WaitAsync(Func<bool> holds, CancellationToken cancellation)
    {
        var began = _time.GetTimestamp();
        while (!holds())
        {
            if (_time.GetElapsedTime(began) > _options.Grace)
                return false;
            await Task.Delay(TimeSpan.FromMilliseconds(20), _time, cancellation);
        }
        return true;
    }

    private void StoreBacklog()
    {
        var now = _time.MonotonicNs();
        foreach (var gate in _gates)
        {
            for (var i = _options.Backlog; i > 0; i--)
                gate.Journal.Record(now - (long)(i * StoredEvery.TotalNanoseconds));
        }
        Counters.Record((long)_options.Backlog * _gates.Length);
    }

    private void Tell(string words)
    {
        if (!_options.IsQuiet)
            Console.Error.WriteLine(words);
    }
}
