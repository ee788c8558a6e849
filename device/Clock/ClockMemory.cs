using System.Text.Json;
using System.Text.Json.Serialization;
using CheckIn.Contract;
using CheckIn.Gate.Journal;
using CheckIn.Time;
using Microsoft.Extensions.Options;

namespace CheckIn.Gate.Clock;

/// <summary>
/// Keeps what is known of the time for the next run of this program in the same boot, in a small file beside the
/// journal: a gate whose program is started anew while nobody synchronises it goes on from there. Written when it tells
/// the time noticeably better than what stands there, which is four times an hour at most; never flushed, because after
/// a loss of power it is another boot, to which it says nothing.
/// </summary>
internal sealed class ClockMemory(
    GateClock clock, IOptions<JournalOptions> journal, TimeProvider time, ILogger<ClockMemory> logger)
    : BackgroundService
{
    private const long MarginMs = 500;
    private static readonly TimeSpan Period = TimeSpan.FromMinutes(1);
    private readonly string _path = PathBeside(journal.Value.Path);
    private Known? _written;
    private bool _fails;

    /// <summary>Its file, beside the journal.</summary>
    internal static string PathBeside(string journal) => Path.GetFullPath(journal) + "-clock";

    /// <summary>
    /// What the time was at least when it was last kept, in whatever boot; null = never, or by a hub that was not sure
    /// itself. It is a lower bound of the time and nothing more.
    /// </summary>
    internal static DateTimeOffset? LastKept(string path) =>
        ReadFile(path) is { Time: { Anchor: { ErrorMs: >= 0, WallMs: >= 0 and <= HubTime.Latest } anchor, Source: not ClockSources.Local } }
        && anchor.WallMs > anchor.ErrorMs
            ? DateTimeOffset.FromUnixTimeMilliseconds(anchor.WallMs - anchor.ErrorMs) : null;

    public override Task StartAsync(CancellationToken cancellationToken)
    {
        if (Read() is { } known)
            clock.Recall(known);
        return base.StartAsync(cancellationToken);
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        Write();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Period, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
                Write();
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The gate stops.
        }
    }

    private Known? Read()
    {
        var kept = ReadFile(_path);
        _written = kept?.Boot == Boot.Id ? kept.Time : null;
        return _written;
    }

    private static KeptTime? ReadFile(string path)
    {
        try
        {
            return JsonSerializer.Deserialize(File.ReadAllBytes(path), ClockJson.Default.KeptTime);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException)
        {
            return null; // none was kept, or it is not whole
        }
    }

    /// <summary>Looks at the time as well, so that it is known from here on even while nobody passes.</summary>
    private void Write()
    {
        if (clock.Look() is not { } known)
            return;
        var now = known.Anchor.MonotonicNs;
        if (_written is { } written && written.Source == known.Source
            && written.Anchor.ErrorAt(now) <= (Int128)known.Anchor.ErrorMs + MarginMs)
            return;
        try
        {
            var kept = new KeptTime(Boot.Id, known);
            File.WriteAllBytes(_path + "-new", JsonSerializer.SerializeToUtf8Bytes(kept, ClockJson.Default.KeptTime));
            File.Move(_path + "-new", _path, overwrite: true);
            (_written, _fails) = (known, false);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            if (!_fails)
                Log.NotKept(logger, e.Message);
            _fails = true;
        }
    }
}

/// <summary>The file.</summary>
internal sealed record KeptTime(string Boot, Known Time);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(KeptTime))]
internal sealed partial class ClockJson : JsonSerializerContext;
