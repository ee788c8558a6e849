using System.Globalization;
using CheckIn.Hub.Alerts;
using CheckIn.Hub.Audit;
using CheckIn.Hub.Events;
using CheckIn.Settings;
using CheckIn.Storage;
using Microsoft.Extensions.Options;

namespace CheckIn.Hub.Backups;

/// <summary>
/// Makes backups by itself, when the settings name a folder. When the next one is due follows from the newest that is
/// in that folder, so that restarts neither skip nor double any. What fails is tried again every hour, and told as an
/// alert with the time of the last good one; so is that there is none although one was due long ago.
/// </summary>
internal sealed class BackupKeeper(
    IOptions<BackupOptions> options, IConfiguration configuration, EventStore store, HubSignals signals,
    TimeProvider time, ILogger<BackupKeeper> logger) : BackgroundService
{
    private static readonly TimeSpan Look = TimeSpan.FromMinutes(1), TryAgain = TimeSpan.FromHours(1);
    private readonly BackupMaker _maker = new(BackupPlaces.Of(configuration), time);
    private TimeSpan _rest;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (options.Value.Folder is not { } folder)
            return;
        await Task.Yield();
        using var timer = new PeriodicTimer(Look, time);
        try
        {
            do
                await BeatAsync(folder, stoppingToken);
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The hub stops, and what is not finished is removed.
        }
    }

    /// <summary>Once a minute: makes one if it is due.</summary>
    internal async Task BeatAsync(string folder, CancellationToken cancellation)
    {
        if (_rest > TimeSpan.Zero)
        {
            _rest -= Look;
            return;
        }
        DateTimeOffset? last = null;
        try
        {
            last = BackupFolder.List(folder).Select(static one => (DateTimeOffset?)one.Header.Created).LastOrDefault();
            if (last is { } at && time.GetUtcNow() is var now && at <= now && now - at < options.Value.Every)
            {
                signals.Clear(AlertKinds.BackupFailed);
                return;
            }
            await Task.Run(() => Make(folder, cancellation), cancellation);
            signals.Clear(AlertKinds.BackupFailed);
            await RecordAsync("done", null);
        }
        catch (Exception e) when (
            e is BackupException or IOException or UnauthorizedAccessException or DatabaseException
            or Record.RecordException)
        {
            _rest = TryAgain;
            Log.Failed(logger, e.Message, last?.ToString("u", CultureInfo.InvariantCulture) ?? "never");
            signals.Raise(AlertKinds.BackupFailed, time.GetUtcNow(), last is { } good
                ? new Dictionary<string, string>
                {
                    [AlertDetails.LastGood] = good.UtcDateTime.ToString(
                        "yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
                }
                : []);
            await RecordAsync("failed", e is BackupException refusal ? refusal.In(Language.English) : e.Message);
        }
    }

    private void Make(string folder, CancellationToken cancellation)
    {
        using (_maker.TakeTurn())
            BackupFolder.RemoveUnfinished(folder);
        var began = time.GetTimestamp();
        var target = Path.Combine(folder, BackupFolder.NameOf(time.GetUtcNow()));
        var (manifest, size) = _maker.Make(target, cancellation);
        BackupFolder.Prune(folder, options.Value.Keep);
        Log.Made(logger, target, manifest.Files.Count, size, time.GetElapsedTime(began));
    }

    private async Task RecordAsync(string outcome, string? detail)
    {
        try
        {
            await store.WriteAsync(
                db => AuditLog.Add(
                    db, time.GetUtcNow(), new AuditEntry(Actor.Hub, AuditActions.BackupMade, null, outcome, detail)),
                CancellationToken.None);
        }
        catch (DatabaseException)
        {
            // The store tells of its own trouble; the backup is there all the same.
        }
    }
}
