using CheckIn.Contract;
using CheckIn.Gate.Lanes;
using CheckIn.Gate.Scanning;
using CheckIn.Gate.Scanning.Discovery;

namespace CheckIn.Gate.Enrolment.Waiting;

/// <summary>A scanner of a gate that waits.</summary>
/// <param name="Name">What people call it: its lane, or what it calls itself.</param>
/// <param name="Settings">What to write below <c>Lanes:n:Scanner</c> to have it; null = the settings name it already.</param>
internal sealed record WaitingScanner(string Name, IReadOnlyDictionary<string, string>? Settings);

/// <summary>
/// Listens to the scanners that the settings name or, where they name none, to every one that is plugged in or comes to
/// be. An ordinary keyboard is left alone: a scanner is grabbed, and whoever stands there could not type any more. What
/// is read is looked at by whoever waits, answered as refused, and forgotten.
/// </summary>
internal sealed class WaitingScanners(
    IReadOnlyList<LaneOptions> lanes, Func<IEnumerable<FoundScanner>> look, ScannerOpening opening, TimeProvider time)
{
    /// <summary>Scanners listened to at a time.</summary>
    internal const int Most = 8;

    private const string NotEnrolled = "not_enrolled";
    private static readonly TimeSpan LookAgainAfter = TimeSpan.FromSeconds(3);
    private readonly Dictionary<string, WaitingScanner> _open = [];
    private readonly List<Task> _pumps = [];

    /// <summary>Hears of each scanner when it begins to be listened to.</summary>
    internal event Action<WaitingScanner>? Opened;

    /// <summary>Those that every user of this machine's survey may open and that are likely to be scanners.</summary>
    /// <param name="atTerminal">Somebody types at this machine: his keyboard may call itself anything.</param>
    internal static IEnumerable<FoundScanner> Usable(IEnumerable<FoundScanner> found, bool atTerminal) => found.Where(one =>
        one.MayOpen && one.Likelihood != Likelihood.Unlikely
        && !(atTerminal && one.Kind == ScannerKind.Keyboard && one.Likelihood != Likelihood.Likely));

    /// <summary>
    /// Runs until cancelled, or until a scanner fails in a way that it cannot handle itself (throws).
    /// </summary>
    /// <param name="read">Is handed each code, on any thread.</param>
    /// <param name="stopping">Ends it.</param>
    internal async Task RunAsync(Action<WaitingScanner, ReadOnlyMemory<byte>> read, CancellationToken stopping)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        var named = lanes.Where(static lane => lane.Scanner.IsNamed).ToList();
        foreach (var lane in named.Take(Most))
            Open(lane.Name, new WaitingScanner(lane.Name, null), lane.Scanner, read, ending.Token);
        try
        {
            while (!stopping.IsCancellationRequested)
            {
                if (named.Count == 0)
                    OpenNew(read, ending.Token);
                var pause = Task.Delay(named.Count > 0 ? Timeout.InfiniteTimeSpan : LookAgainAfter, time, ending.Token);
                await await Task.WhenAny([pause, .. _pumps]);
            }
        }
        finally
        {
            await ending.CancelAsync();
            await Task.WhenAll(_pumps).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>The settings of a found device as the gate binds them.</summary>
    internal static ScannerOptions OptionsOf(IReadOnlyDictionary<string, string> settings)
    {
        var options = new ScannerOptions();
        new ConfigurationBuilder().AddInMemoryCollection(settings.ToDictionary(pair => pair.Key, pair => (string?)pair.Value))
            .Build().Bind(options);
        return options;
    }

    private void OpenNew(Action<WaitingScanner, ReadOnlyMemory<byte>> read, CancellationToken ending)
    {
        foreach (var found in look())
        {
            var key = found.Settings.GetValueOrDefault("Device") ?? found.Path;
            if (_open.Count == Most || _open.ContainsKey(key))
                continue;
            var name = found.Name.Length > 0 ? $"{found.Name}, {found.Path}" : found.Path;
            Open(key, new WaitingScanner(name, found.Settings), OptionsOf(found.Settings), read, ending);
        }
    }

    private void Open(
        string key, WaitingScanner scanner, ScannerOptions options, Action<WaitingScanner, ReadOnlyMemory<byte>> read,
        CancellationToken ending)
    {
        _open[key] = scanner;
        var opened = opening.Open(scanner.Settings is null ? scanner.Name : Path.GetFileName(key), options);
        _pumps.Add(Task.Run(() => PumpAsync(scanner, opened, read, ending), CancellationToken.None));
        Opened?.Invoke(scanner);
    }

    private static async Task PumpAsync(
        WaitingScanner scanner, IScanner opened, Action<WaitingScanner, ReadOnlyMemory<byte>> read, CancellationToken ending)
    {
        using var closing = opened as IDisposable;
        await foreach (var code in opened.ReadAsync(ending))
        {
            read(scanner, code.Bytes);
            opened.Answered(new Answer(Outcome.Refused, NotEnrolled, "unknown", null));
        }
    }
}
