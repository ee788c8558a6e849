using System.Security.Cryptography;
using CheckIn.Enrolment;
using CheckIn.Gate.Service.Commands;
using CheckIn.Gate.Turnstile;
using CheckIn.Settings;

namespace CheckIn.Gate.Enrolment.Waiting;

/// <summary>
/// Takes up a claim of the file on the boot partition. The same file may lie on the cards of many gates: each begins
/// elsewhere in it, and goes on to the next claim when one is used. A hub that is not reached costs no claim: it is
/// asked again, ever more rarely, because the network may come long after the power. The file goes once it is of no
/// more use here, because it still could enrol others.
/// </summary>
internal sealed class WaitingClaims(
    string file, EnrolmentTurn turn, WaitingPins pins, WaitingWords words, Language language,
    TimeProvider time, ILogger logger)
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(1);

    /// <summary>Waits for ever when the file is of no use; what is true of it is said.</summary>
    internal async Task<EnrolmentOutcome> RunAsync(CancellationToken stopping)
    {
        if (file.Length > 0 && Read() is { } bundle)
        {
            Log.Waiting(logger, Say.In(words.Claims, file, bundle.Codes.Count, bundle.Site));
            if (await TryAllAsync(bundle, stopping) is { } outcome)
                return outcome;
        }
        await Task.Delay(Timeout.InfiniteTimeSpan, time, stopping);
        throw new OperationCanceledException(stopping);
    }

    private ClaimBundle? Read()
    {
        try
        {
            return ClaimFile.Read(file);
        }
        catch (ClaimFileException e)
        {
            Log.Failed(logger, Say.In(
                e.Fault switch
                {
                    ClaimFault.Changed => words.FileChanged,
                    ClaimFault.NoBundle => words.FileNoBundle,
                    _ => words.FileUnreadable,
                }, file, e.Message));
            pins.Result(Signal.EnrolmentFailed);
            return null;
        }
    }

    /// <summary>Null: none of them is to be had.</summary>
    private async Task<EnrolmentOutcome?> TryAllAsync(ClaimBundle bundle, CancellationToken stopping)
    {
        var codes = bundle.Codes.ToArray();
        RandomNumberGenerator.Shuffle<string>(codes);
        var last = "";
        foreach (var text in codes)
        {
            var (outcome, failure) = await TryUntilAnsweredAsync(text, stopping);
            if (outcome is not null)
                return outcome;
            last = failure!;
            if (last == EnrolmentReasons.Expired)
                break; // one life for all of them
        }
        Log.Failed(logger, Say.In(words.ClaimsUsedUp, codes.Length, file, last));
        pins.Result(Signal.EnrolmentFailed);
        return null;
    }

    private async Task<(EnrolmentOutcome? Enrolled, string? Failure)> TryUntilAnsweredAsync(
        string text, CancellationToken stopping)
    {
        EnrolmentCode code;
        try
        {
            code = EnrolmentCode.Parse(text);
        }
        catch (EnrolmentCodeException e)
        {
            return (null, e.Message);
        }
        for (var pause = FirstPause; ; pause = pause * 2 < LongestPause ? pause * 2 : LongestPause)
        {
            var outcome = await turn.TakeAsync(() => TryOnceAsync(code, stopping), stopping);
            if (outcome is { Gate: not null })
                return (outcome, null);
            if (outcome is { Failure: { } failure } && IsFinal(failure))
            {
                Log.Progress(logger, Say.In(words.ClaimTaken, code.Id, failure));
                return (null, failure);
            }
            if (outcome is not null)
            {
                Log.Waiting(logger, Say.In(
                    words.ClaimsTriedAgain, FailureWords.Of(outcome, language), (int)pause.TotalSeconds));
            }
            await Task.Delay(pause * (0.5 + (Random.Shared.NextDouble() / 2)), time, stopping);
        }
    }

    private async Task<EnrolmentOutcome?> TryOnceAsync(EnrolmentCode code, CancellationToken stopping)
    {
        var outcome = await turn.AttemptClaimAsync(code, stopping);
        if (outcome is { Gate: not null })
            Remove();
        return outcome;
    }

    /// <summary>The claim itself is no good; whatever else failed may mend.</summary>
    private static bool IsFinal(string failure) => failure is EnrolmentReasons.Unknown or EnrolmentReasons.Wrong
        or EnrolmentReasons.Used or EnrolmentReasons.Expired or EnrolmentReasons.Withdrawn;

    private void Remove()
    {
        try
        {
            File.Delete(file);
            Log.Progress(logger, Say.In(words.FileRemoved, file));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Log.ClaimFileStays(logger, file, e.Message);
        }
    }
}
