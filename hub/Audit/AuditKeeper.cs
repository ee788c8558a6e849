using System.Globalization;
using CheckIn.Hub.Alerts;
using CheckIn.Hub.Keys;
using CheckIn.Record;
using CheckIn.Storage;

namespace CheckIn.Hub.Audit;

/// <summary>
/// Looks after the chain while the hub runs: seals it at the start, every hour, whenever a thousand rows have come, and
/// when the hub stops; goes over it at the start and every hour. What it finds is told as an alert, in the log, and on
/// top of the audit's page.
/// </summary>
internal sealed class AuditKeeper(
    AuditSealer sealer, AuditPatrol patrol, HubSignals signals, TimeProvider time, ILogger<AuditKeeper> logger)
    : BackgroundService
{
    internal const long RowsOfOneSeal = 1000;
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(5), Period = TimeSpan.FromHours(1);
    private volatile KeysException? _trouble;
    private volatile AuditFault? _fault;

    /// <summary>The first fault of the chain; null = none was found.</summary>
    internal AuditFault? Fault => _fault;

    /// <summary>Why the chain cannot be sealed or looked at; null = it can.</summary>
    internal KeysException? Trouble => _trouble;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        using var timer = new PeriodicTimer(Look, time);
        try
        {
            await TurnAsync(stoppingToken);
            for (var at = time.GetTimestamp(); await timer.WaitForNextTickAsync(stoppingToken);)
            {
                if (time.GetElapsedTime(at) >= Period)
                {
                    at = time.GetTimestamp();
                    await TurnAsync(stoppingToken);
                }
                else if (IsFull())
                    await SealAsync();
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The hub stops.
        }
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await SealAsync();
    }

    /// <summary>What is sealed and looked at every hour.</summary>
    internal async Task TurnAsync(CancellationToken cancellation)
    {
        await SealAsync();
        try
        {
            // Half a second of work, and not this loop's thread's business when it is more.
            await Task.Run(() => LookOver(cancellation), cancellation);
        }
        catch (Exception e) when (e is KeysException or RecordException or DatabaseException or IOException
            or UnauthorizedAccessException)
        {
            Log.NotLookedAt(logger, e.Message);
        }
    }

    private void LookOver(CancellationToken cancellation)
    {
        var found = patrol.Turn(cancellation);
        if (found is not null && _fault is null)
            Log.Broken(logger, found.In(CheckIn.Settings.Language.English));
        _fault = found;
        if (found is null)
            signals.Clear(AlertKinds.AuditBroken);
        else
        {
            signals.Raise(AlertKinds.AuditBroken, time.GetUtcNow(), new Dictionary<string, string>
            {
                [AlertDetails.Row] = found.Row.ToString(CultureInfo.InvariantCulture),
            });
        }
    }

    private bool IsFull()
    {
        try
        {
            return _trouble is null && sealer.Unsealed() >= RowsOfOneSeal;
        }
        catch (DatabaseException)
        {
            return false; // The store tells of its own trouble.
        }
    }

    private async Task SealAsync()
    {
        try
        {
            await sealer.SealAsync();
            if (_trouble is not null)
                Log.SealedAgain(logger);
            _trouble = null;
        }
        catch (KeysException e)
        {
            Tell(e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Tell(new KeysException(
                $"The audit cannot be sealed: {e.Message} Acts are recorded and chained all the same.",
                $"Không niêm phong được nhật ký kiểm toán: {e.Message} Các thao tác vẫn được ghi và nối chuỗi.", e));
        }
        catch (DatabaseException e)
        {
            Log.NotSealed(logger, e.Message);
        }
    }

    private void Tell(KeysException trouble)
    {
        if (_trouble?.Message != trouble.Message)
            Log.NotSealed(logger, trouble.Message);
        _trouble = trouble;
    }
}
