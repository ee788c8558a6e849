using System.Security.Authentication;
using CheckIn.Enrolment;
using CheckIn.Gate.Enrolment;
using CheckIn.Gate.Identity;
using CheckIn.Gate.Lanes;
using CheckIn.Gate.Supervision;
using CheckIn.Settings;
using CheckIn.Storage;
using CheckIn.Updates;
using Microsoft.Extensions.Options;

namespace CheckIn.Gate.Updates;

/// <summary>
/// Looks after updates while the gate serves: fetches what the hub wants, has it checked and laid ready, switches when
/// nobody is under way, and tells the hub how far it is. It stands beside decisions and never in their way; what fails here
/// is told and tried again, and everything that counts is in the state before it is done.
/// </summary>
internal sealed class UpdateService(
    UpdateBook book, HubDesk desk, HubAccess access, EnrolmentStore store, UpdateCue cue, UpdateFetch fetch,
    UpdateSwitch switching, EventRecorder recorder, Liveness liveness, IOptions<UpdateOptions> options, TimeProvider time,
    ILogger<UpdateService> logger)
    : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan WorkTakesAtMost = TimeSpan.FromMinutes(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (book.Trouble is { } trouble)
        {
            Log.NotKept(logger, trouble);
            return;
        }
        using var beat = liveness.Watch("updates", WorkTakesAtMost);
        beat.Rest();
        Begin();
        try
        {
            while (true)
            {
                beat.Rest();
                await cue.WaitAsync(book.State.Phase == UpdatePhase.Staged ? Look : Sometime(), time, stoppingToken);
                beat.Beat();
                await RoundAsync(beat, stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The gate stops.
        }
    }

    /// <summary>Gates that were turned away at once do not all come again at once.</summary>
    private static TimeSpan Sometime() => Every * (0.8 + (0.4 * Random.Shared.NextDouble()));

    /// <summary>What the start before has left to be told, and to be put away.</summary>
    private void Begin()
    {
        if (book.State.News is { State: UpdateStates.RolledBack, Noted: false } news)
            Log.RolledBack(logger, news.Version, news.Release, news.Why ?? "");
        Safely(() =>
        {
            UpdateNotes.Record(book, recorder);
            if (book.State.Failed.Count > 0)
                book.Change(UpdateSteps.KeysMayBeOthers);
            if (!book.IsOnTrial)
                book.Store.RemoveOthers(book.State, Wanted()?.Package);
        });
    }

    private async Task RoundAsync(LoopBeat beat, CancellationToken stopping)
    {
        try
        {
            if (Enrolled() && book.State.Phase != UpdatePhase.Trying)
                await StepAsync(beat, stopping);
            else if (book.IsOnTrial && Wanted()?.Release != OwnVersion.Here.Release)
                switching.GoBack();
            UpdateNotes.Record(book, recorder);
            await ReportAsync(stopping);
        }
        catch (IOException e)
        {
            Log.NotKept(logger, e.Message);
        }
    }

    private async Task StepAsync(LoopBeat beat, CancellationToken stopping)
    {
        var wanted = Wanted();
        if (book.State is { Phase: UpdatePhase.Staged, Candidate: { } candidate })
        {
            if (wanted?.Release == candidate.Release && book.Store.IsWhole(candidate))
            {
                switching.SwitchIfItIsTime(wanted);
                return;
            }
            book.Change(UpdateSteps.Withdrawn);
            book.Store.RemoveOthers(book.State, wanted?.Package);
        }
        if (wanted is null)
            return;
        if (wanted.Release == OwnVersion.Here.Release && book.State.Running?.Release == wanted.Release)
            book.Change(state => UpdateSteps.RunsAlready(state, OwnVersion.Here));
        else if (UpdateSteps.Refusal(book.State, OwnVersion.Here.Release, wanted) is { } why)
            Refuse(wanted, why, UpdateWords.OfReason(why, Language.English), forGood: false);
        else
            await StageAsync(wanted, beat, stopping);
    }

    private async Task StageAsync(UpdateWanted wanted, LoopBeat beat, CancellationToken stopping)
    {
        try
        {
            var keys = Keys();
            PrivateFile.MakeDirectory(book.Store.Folder);
            Log.Fetching(logger, wanted.Version, wanted.Release, wanted.Size);
            await SayAsync(new UpdateReport(wanted.Release, UpdateStates.Fetching), stopping);
            await fetch.RunAsync(wanted, beat.Beat, stopping);
            beat.Beat();
            var candidate = await UpdateStaging.RunAsync(book.Store, wanted, keys, options.Value.KeepFree, stopping);
            book.Change(state => UpdateSteps.Staged(state, candidate));
            File.Delete(book.Store.PartOf(wanted.Package));
            Log.Staged(logger, wanted.Version, wanted.Release, options.Value.Quiet, options.Value.SwitchWithin);
        }
        catch (UpdateException e)
        {
            Refuse(wanted, e.Reason, e.Message, forGood: e.Reason
                is not (UpdateReasons.NoKeys or UpdateReasons.NoSpace or UpdateReasons.NotAsAnnounced));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Refuse(wanted, UpdateReasons.Storage, e.Message, forGood: false);
        }
        catch (Exception e) when (e is HttpRequestException or HubRefusedException or AuthenticationException
            or TimeoutException || (e is OperationCanceledException && !stopping.IsCancellationRequested))
        {
            Log.NotFetched(logger, (e.InnerException ?? e).Message);
        }
    }

    private ReleaseKeys Keys()
    {
        try
        {
            var keys = ReleaseKeys.Load(options.Value.Keys);
            return keys.Ids.Count > 0 ? keys : throw new UpdateException(
                UpdateReasons.NoKeys, $"there is no {options.Value.Keys}: put the public release key there");
        }
        catch (Exception e) when (e is FormatException or IOException or UnauthorizedAccessException)
        {
            throw new UpdateException(UpdateReasons.NoKeys, e.Message);
        }
    }

    private void Refuse(UpdateWanted wanted, string why, string detail, bool forGood)
    {
        var before = book.State.News;
        var after = book.Change(state => UpdateSteps.Refused(state, wanted, why, forGood)).News;
        if (after != before)
            Log.Refused(logger, wanted.Version, wanted.Release, why, detail);
    }

    /// <summary>What the hub has not heard yet.</summary>
    private async Task ReportAsync(CancellationToken stopping)
    {
        if (book.State.News is { Heard: false } news && Enrolled()
            && await SayAsync(new UpdateReport(news.Release, news.State, news.Why), stopping))
        {
            book.Change(state => state.News is { } now && now with { Noted = false } == news with { Noted = false }
                ? state with { News = now with { Heard = true } } : state);
        }
    }

    private async Task<bool> SayAsync(UpdateReport report, CancellationToken stopping)
    {
        try
        {
            await desk.SayUpdateAsync(report, stopping);
            return true;
        }
        catch (Exception e) when (e is HttpRequestException or HubRefusedException or AuthenticationException
            || (e is OperationCanceledException && !stopping.IsCancellationRequested))
        {
            // Said again when the hub answers next.
            return false;
        }
    }

    private bool Enrolled()
    {
        try
        {
            return access.Gate is not null;
        }
        catch (AuthenticationException)
        {
            return false;
        }
    }

    /// <summary>Null: the hub wants no other version, or it takes this gate out of service.</summary>
    private UpdateWanted? Wanted()
    {
        try
        {
            return store.ReadProvision() is { Standing: GateStandings.Active, Update: { } wanted }
                && wanted is { Version: not null, Package: { Length: 64 } package } && package.All(char.IsAsciiHexDigitLower)
                ? wanted : null;
        }
        catch (EnrolmentStoreException)
        {
            return null;
        }
    }

    private void Safely(Action work)
    {
        try
        {
            work();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Log.NotKept(logger, e.Message);
        }
    }
}
