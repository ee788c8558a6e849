using System.Net.Http.Json;
using System.Text.Json;
using CheckIn.Fixtures;

namespace CheckIn.FleetSimulator;

/// <summary>How fast settings reached the gates, and whether a rollout stopped where it was to.</summary>
/// <param name="Reached">Gates that took the change up.</param>
/// <param name="AllAfter">From asking the hub to its saying that every gate has it; null = it did not.</param>
/// <param name="Stopped">Failed and decided gates when the rollout stopped; null = it did not, or none was asked for.</param>
internal sealed record SettingsFound(int Gates, int Reached, TimeSpan? AllAfter, (int Failed, int Decided)? Stopped)
{
    internal required decimal StopAt { get; init; }

    internal required bool WasStaged { get; init; }

    /// <summary>It stopped when the rate was reached, and was below it one failure before.</summary>
    internal bool IsGood => Reached == Gates && AllAfter is not null && (!WasStaged || (Stopped is var (failed, decided)
        && failed * 100m >= StopAt * decided));
}

/// <summary>
/// Has the hub change a setting of all gates at once, and measures until every gate has it and the hub knows; then, where
/// some gates are to fail, has it roll another one out in stages, and looks where that stops.
/// </summary>
internal sealed class SettingsRun(TimeProvider time)
{
    /// <summary>Whoever is to fail refuses what has this in it.</summary>
    internal const string Trouble = "Trouble";
    private const int DecidedAtLeast = 20;
    private static readonly TimeSpan AskEvery = TimeSpan.FromMilliseconds(250);
    private readonly string _name = "Run" + Guid.NewGuid().ToString("N")[..12];
    private readonly Lock _lock = new();
    private readonly HashSet<string> _reached = new(StringComparer.Ordinal);
    private long _asked;

    /// <summary>From asking the hub to the gate's having it.</summary>
    internal Latencies Reach { get; } = new();

    /// <summary>A gate has taken settings up.</summary>
    internal void Apply(string gate, string values)
    {
        if (Volatile.Read(ref _asked) is not (> 0 and var asked) || !values.Contains(_name, StringComparison.Ordinal))
            return;
        lock (_lock)
        {
            if (!_reached.Add(gate))
                return;
        }
        Reach.Add((long)time.GetElapsedTime(asked).TotalNanoseconds);
    }

    internal async Task<SettingsFound> RunAsync(
        FleetOptions options, int gates, Action<string> tell, CancellationToken cancellation)
    {
        using var http = new HttpClient(new OperatorHandler()) { BaseAddress = options.Check, Timeout = options.Grace };
        Volatile.Write(ref _asked, time.GetTimestamp());
        await ChangeAsync(http, _name, null, cancellation);
        tell($"the hub was asked to change a setting of {gates} gates");
        var all = await AllAfterAsync(http, options.Grace, gates, tell, cancellation);
        var stopped = options.Failing > 0 && all is not null ? await StageAsync(http, options, tell, cancellation) : null;
        return new SettingsFound(gates, Reached, all, stopped)
        {
            StopAt = options.StopAt,
            WasStaged = options.Failing > 0,
        };
    }

    private int Reached
    {
        get { lock (_lock) return _reached.Count; }
    }

    private async Task<TimeSpan?> AllAfterAsync(
        HttpClient http, TimeSpan patience, int gates, Action<string> tell, CancellationToken cancellation)
    {
        while (time.GetElapsedTime(_asked) is var passed && passed < patience)
        {
            if (Reached == gates)
            {
                var scope = await http.GetFromJsonAsync<JsonElement>("api/v1/settings/scopes/hub", cancellation);
                if (scope.GetProperty("applied").GetInt32() >= gates && scope.GetProperty("underway").GetInt32() == 0)
                {
                    tell($"all have it after {time.GetElapsedTime(_asked).TotalSeconds:0.0} s");
                    return time.GetElapsedTime(_asked);
                }
            }
            await Task.Delay(AskEvery, time, cancellation);
        }
        return null;
    }

    private async Task<(int Failed, int Decided)?> StageAsync(
        HttpClient http, FleetOptions options, Action<string> tell, CancellationToken cancellation)
    {
        var began = time.GetTimestamp();
        var started = await ChangeAsync(http, Trouble + _name, new
        {
            stages = "10,5%,25%,100%",
            stand_s = 0,
            stop_at = options.StopAt,
            at_least = DecidedAtLeast,
            at_once = 1000,
        }, cancellation);
        var path = $"api/v1/settings/rollouts/{started.GetProperty("rollout").GetInt64()}";
        while (time.GetElapsedTime(began) < options.Grace)
        {
            var rollout = await http.GetFromJsonAsync<JsonElement>(path, cancellation);
            var (failed, confirmed) = (rollout.GetProperty("failed").GetInt32(), rollout.GetProperty("confirmed").GetInt32());
            if (rollout.GetProperty("state").GetString() is not ("running" or "waiting") and var state)
            {
                tell($"the rollout is {state} after {failed} of {failed + confirmed} failed");
                await RollBackAsync(http, cancellation);
                return state == "stopped_by_rule" ? (failed, failed + confirmed) : null;
            }
            await Task.Delay(AskEvery, time, cancellation);
        }
        return null;
    }

    private static async Task<JsonElement> ChangeAsync(
        HttpClient http, string name, object? rollout, CancellationToken cancellation)
    {
        var patch = new { Logging = new { LogLevel = new Dictionary<string, string> { [name] = "Debug" } } };
        using var answer = await http.PostAsJsonAsync("api/v1/settings/scopes/hub/change",
            new { patch, title = "simulated", rollout }, cancellation);
        var text = await answer.Content.ReadAsStringAsync(cancellation);
        return answer.IsSuccessStatusCode
            ? JsonSerializer.Deserialize<JsonElement>(text) : throw new InvalidOperationException(text);
    }

    /// <summary>The hub is left with what all gates have.</summary>
    private static async Task RollBackAsync(HttpClient http, CancellationToken cancellation)
    {
        var scope = await http.GetFromJsonAsync<JsonElement>("api/v1/settings/scopes/hub", cancellation);
        var number = scope.GetProperty("current").GetProperty("number").GetInt64();
        using var answer = await http.PostAsJsonAsync("api/v1/settings/scopes/hub/rollback", new { number }, cancellation);
        answer.EnsureSuccessStatusCode();
    }
}
