using System.Runtime.CompilerServices;
using CheckIn.Gate.Enrolment;
using CheckIn.Gate.Enrolment.Waiting;
using CheckIn.Gate.Journal;

namespace CheckIn.Gate.Service.Doctor;

/// <summary>Whether the gate runs.</summary>
internal sealed class GateCheck : ICheck
{
    internal const string Name = "gate";

    public async IAsyncEnumerable<Finding> LookAsync(
        Examination examination, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await Task.CompletedTask;
        var words = examination.Words;
        var waiting = WaitingWords.Of(examination.Language);
        yield return examination.Running is { } gate
            ? new(Name, CheckState.Good, Examination.Say(
                words.GateRunning, gate.Name, gate.Health.Version ?? "?", examination.Units.Span(gate.Health.UptimeS)))
            : EnrolledSettings.IsNobody(examination.Settings)
                ? new(Name, CheckState.Look, waiting.Nobody, waiting.NobodyDo)
            : EnrolledSettings.IsEnrolled(examination.Settings)
                && ScannerChoice.Missing(examination.Settings) is [var (_, lane), ..]
                ? new(Name, CheckState.Look, Say.In(waiting.NoScannerYet, lane), waiting.NoScannerYetDo)
                : new(Name, CheckState.Look, words.GateStopped, words.GateStoppedDo);
    }

    /// <summary>
    /// Keeps a gate from starting while its hardware is tried: holds its lock without changing or making anything, so that
    /// whoever asks as root leaves no file behind that the gate's user could not open.
    /// </summary>
    /// <returns>False when somebody holds it.</returns>
    internal static bool TryHoldJournal(JournalOptions options, out IDisposable? held)
    {
        held = null;
        try
        {
            var path = options.Path + ".lock";
            held = File.Exists(path) ? new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.None) : null;
            return true;
        }
        catch (UnauthorizedAccessException)
        {
            return true;
        }
        catch (IOException)
        {
            return false;
        }
    }
}
