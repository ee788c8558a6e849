using CheckIn.Gate.Lanes;
using Microsoft.Extensions.Options;

namespace CheckIn.Gate.Updates;

/// <summary>
/// In a version that is on trial: looks every second whether it is healthy, and confirms it once it has been for as long as
/// <c>Updates:Settle</c>. Nothing else does. Its launcher ends it when that has not come about in time.
/// </summary>
internal sealed class TrialWatch(
    UpdateBook book, TrialSigns signs, UpdateCue cue, EventRecorder recorder, IOptions<UpdateOptions> options,
    TimeProvider time, ILogger<TrialWatch> logger) : BackgroundService
{
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!book.IsOnTrial)
            return;
        var own = OwnVersion.Here;
        Log.OnTrial(logger, own.Version, own.Release, options.Value.Settle);
        long? since = null;
        var told = "";
        try
        {
            while (since is null || time.GetElapsedTime(since.Value) < options.Value.Settle)
            {
                await Task.Delay(Look, time, stoppingToken);
                var missing = string.Join("; ", TrialHealth.Missing(signs.Read(), book.State.Terms));
                since = missing.Length > 0 ? null : since ?? time.GetTimestamp();
                if (missing != told && missing.Length > 0)
                    Log.NotHealthyYet(logger, missing);
                told = missing;
            }
            Confirm(own);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // It is tried again at the next start.
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Log.NotKept(logger, e.Message);
        }
    }

    private void Confirm(OwnVersion own)
    {
        book.Change(UpdateSteps.Confirmed);
        Log.Confirmed(logger, own.Version, own.Release);
        UpdateNotes.Record(book, recorder);
        // The two that are left are this one and the one before.
        book.Store.RemoveOthers(book.State, null);
        cue.Answered();
    }
}
