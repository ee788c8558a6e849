using System.CommandLine;
using System.Diagnostics;
using CheckIn.Bench.Mqtt;
using CheckIn.Fixtures.Mqtt;

namespace CheckIn.Bench;

/// <summary>
/// <c>fuzz-mqtt --count N [--listener MEGABYTES] [--seed S] [--json]</c>: mutated packets against the MQTT decoder, as
/// a server and as a client reads them; and, where asked, random and mutated bytes against the hub's listener, in a
/// process of its own, while good clients are to be served. What takes longer than ten seconds is a hang, and ends the
/// run.
/// </summary>
internal static class FuzzMqttCommand
{
    private static readonly TimeSpan Hang = TimeSpan.FromSeconds(10);

    internal static Command Create()
    {
        var count = new Option<long>("--count")
        {
            Description = "Inputs, each a stream of up to four packets.",
            DefaultValueFactory = _ => 1_000_000,
        };
        count.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<long>() < 1)
                result.AddError("--count is 1 or more.");
        });
        var seed = new Option<int>("--seed")
        {
            Description = "The same seed gives the same inputs.",
            DefaultValueFactory = _ => 1,
        };
        var listener = new Option<int>("--listener")
        {
            Description = "Megabytes to send to the hub's listener, after the inputs. Default none.",
        };
        var json = new Option<bool>("--json") { Description = "One flat JSON object a line." };
        var command = new Command("fuzz-mqtt", "Mutated packets against the MQTT decoder and listener.")
        {
            count, listener, seed, json,
        };
        command.SetAction(async (parse, cancellation) =>
        {
            var table = new Table(parse.GetValue(json));
            var result = await RunAsync(parse.GetValue(count), parse.GetValue(seed), table, cancellation)
                .ConfigureAwait(false);
            if (parse.GetValue(listener) is > 0 and var megabytes)
            {
                result |= await ListenerFuzz.RunAsync(megabytes * 1_000_000L, parse.GetValue(seed), table, cancellation)
                    .ConfigureAwait(false);
            }
            table.Print();
            return result;
        });
        return command;
    }

    private static async Task<int> RunAsync(long count, int seed, Table table, CancellationToken cancellation)
    {
        var fuzzer = new MqttFuzzer(seed);
        var running = Task.Factory.StartNew(
            () => fuzzer.Run(count, cancellation), CancellationToken.None, TaskCreationOptions.LongRunning,
            TaskScheduler.Default);
        var hangs = await WatchAsync(fuzzer, running).ConfigureAwait(false) ? 1 : 0;
        foreach (var crash in fuzzer.Findings)
            await Console.Error.WriteLineAsync(crash).ConfigureAwait(false);
        if (hangs > 0)
            await Console.Error.WriteLineAsync($"Input {fuzzer.Inputs} of seed {seed} hangs.").ConfigureAwait(false);
        using var process = Process.GetCurrentProcess();
        table.Add(("target", "mqtt"), ("inputs", fuzzer.Inputs), ("crashes", fuzzer.Crashes), ("hangs", hangs),
            ("peak_rss_mb", Math.Round(process.PeakWorkingSet64 / 1048576.0, 1)), ("decoded", fuzzer.Decoded),
            ("refused", fuzzer.Refused));
        return fuzzer.Crashes + hangs == 0 ? 0 : 1;
    }

    /// <summary>True when an input hangs; otherwise false at the end of the run.</summary>
    private static async Task<bool> WatchAsync(MqttFuzzer fuzzer, Task running)
    {
        var (inputs, since) = (0L, TimeProvider.System.GetTimestamp());
        while (await Task.WhenAny(running, Task.Delay(TimeSpan.FromSeconds(1))).ConfigureAwait(false) != running)
        {
            if (fuzzer.Inputs != inputs)
                (inputs, since) = (fuzzer.Inputs, TimeProvider.System.GetTimestamp());
            else if (TimeProvider.System.GetElapsedTime(since) > Hang)
                return true;
        }
        await running.ConfigureAwait(false);
        return false;
    }
}
