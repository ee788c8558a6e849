using CheckIn.Contract;

namespace CheckIn.Gate.Service.Doctor;

/// <summary>A lane's scanner: it is there, it sees sharply, it reads.</summary>
internal sealed class ScannerCheck(ITestBench bench, LaneEquipment lane)
{
    private const int Glance = 3;
    private const int Patience = 20;

    /// <summary>Below this a picture is blurred, or shows nothing that has an edge.</summary>
    private const int Blurred = 15;

    internal async Task<Finding> LookAsync(Examination examination, CancellationToken cancellation)
    {
        var technician = examination.Technician;
        var seconds = technician.IsThere ? Patience : Glance;
        await technician.TellAsync(Examination.Say(examination.Words.Lanes.HoldCode, lane.Lane, seconds));
        LaneHealth? first = null, last = null;
        string? told = null;
        await foreach (var answer in bench.TestAsync(Trials.Scanner, lane.Lane, seconds, cancellation))
        {
            if (answer is { Done: true, Ok: false })
                return LaneChecks.Refused(examination, Trials.Scanner, lane.Lane, answer);
            if (answer.Reading?.Scanner is not { } reading)
                continue;
            if (Live(examination, reading) is { Length: > 0 } live && live != told)
                await technician.TellAsync(told = live);
            (first, last) = (first ?? reading, reading);
        }
        var finding = Judge(examination, first, last, seconds);
        if (technician.IsThere)
            await bench.JudgeAsync(Trials.Scanner, lane.Lane, finding.State == CheckState.Good, cancellation);
        return finding;
    }

    private Finding Judge(Examination examination, LaneHealth? first, LaneHealth? last, int seconds)
    {
        var words = examination.Words.Lanes;
        if (last is not { Ready: true })
        {
            return Found(
                CheckState.Wrong, Examination.Say(words.ScannerNotReady, last?.Problem?.TrimEnd('.') ?? "?"),
                words.ScannerNotReadyDo);
        }
        var device = last.Device ?? "?";
        var details = string.Concat(new[] { last.Format, Live(examination, last) }
            .Where(static text => text is { Length: > 0 }).Select(static text => "; " + text));
        if (last.Codes > first!.Codes)
            return Found(CheckState.Good, Examination.Say(words.ScannerRead, device) + details, null);
        if (last.FramesPerSecond == 0)
        {
            return Found(
                CheckState.Wrong, Examination.Say(words.CameraDark, device), Examination.Say(words.CameraDarkDo, device));
        }
        if (examination.Technician.IsThere)
        {
            return Found(
                CheckState.Wrong, Examination.Say(words.ScannerSilent, device, seconds) + details, words.ScannerSilentDo);
        }
        return last.Focus < Blurred
            ? Found(CheckState.Look, Examination.Say(words.CameraBlurred, device, last.Focus!), words.CameraBlurredDo)
            : Found(CheckState.Good, Examination.Say(words.ScannerReady, device) + details, null);
    }

    private Finding Found(CheckState state, string found, string? advice) => new(Trials.Scanner, state, found, advice, lane.Lane);

    private static string Live(Examination examination, LaneHealth reading)
    {
        var words = examination.Words.Lanes;
        var parts = new List<string>();
        if (reading.FramesPerSecond is { } frames)
            parts.Add(Examination.Say(words.Frames, examination.Units.Decimal(Math.Round(frames, 1))));
        if (reading.Focus is { } focus)
            parts.Add(Examination.Say(words.Focus, focus));
        return string.Join(", ", parts);
    }
}
