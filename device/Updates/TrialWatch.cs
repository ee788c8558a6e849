using CheckIn.Gate.Journal;
using CheckIn.Gate.Lanes;
using CheckIn.Gate.Service;
using CheckIn.Gate.Supervision;
using Microsoft.Extensions.Options;

namespace CheckIn.Gate.Updates;

/// <summary>
/// In a version that is on trial: looks every second whether it is healthy, and confirms it once it has been for as long as
/// <c>Updates:Settle</c>. Nothing else does. Its launcher ends it when that has not come about in time.
/// </summary>
internal sealed class TrialWatch(
    UpdateBook book, GateParts parts, GateJournal journal, Liveness liveness, UpdateCue cue, EventRecorder recorder,
    IOptions<UpdateOptions> options, TimeProvider time, ILogger<TrialWatch> logger) : BackgroundService
{
    /// <summary>A backlog of days is not delivered within a trial; that some of it is shows as much.</summary>
    private const int LongBacklog = 500;
    private const string GuardLost = "lost";
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(1);
    private readonly string _epoch = journal.Epoch;
    private readonly long _lastBefore = journal.LastSeq;
    private readonly long _deliveredBefore = journal.DeliveredThrough;

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
                var missing = string.Join("; ", TrialHealth.Missing(Read(), book.State.Terms));
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

    private TrialReading Read()
    {
        var lanes = parts.Health ?? [];
        var ready = lanes.Where(static lane => lane.Ready).Select(static lane => lane.Lane).ToList();
        var isHere = journal.Epoch == _epoch;
        var delivered = journal.DeliveredThrough;
        return new TrialReading(
            parts.Tried.IsCompleted && lanes.Count > 0, ready, ready.Count == lanes.Count,
            parts.Guard is not GuardLost,
            (!isHere || journal.LastSeq > _lastBefore) && journal.Standing.Trouble is null,
            !isHere ? delivered > 0
                : delivered > _lastBefore || (delivered > _deliveredBefore && journal.Backlog > LongBacklog),
            liveness.Silent());
    }
}
