using System.Runtime.CompilerServices;
using CheckIn.Contract;
using CheckIn.Gate.Gpio;

namespace CheckIn.Gate.Service.Doctor;

/// <summary>Everything of one lane that can be tried, one after the other.</summary>
internal sealed class LaneChecks(ITestBench bench, string? only) : ICheck
{
    public async IAsyncEnumerable<Finding> LookAsync(
        Examination examination, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var lanes = bench.Equipment.Where(lane => only is null || lane.Lane == only).ToList();
        if (lanes.Count == 0)
        {
            yield return new("hardware", CheckState.Wrong, Examination.Say(
                examination.Words.Lanes.NoLane, only ?? "", string.Join(", ", bench.Equipment.Select(static lane => lane.Lane))));
        }
        foreach (var lane in lanes)
        {
            yield return await new ScannerCheck(bench, lane).LookAsync(examination, cancellation);
            foreach (var what in lane.Tests.Where(static what => what is not (Trials.Scanner or Trials.Sensors)))
                yield return await new PartCheck(bench, lane, what).LookAsync(examination, cancellation);
            if (lane.Tests.Contains(Trials.Sensors))
                yield return await new SensorCheck(bench, lane).LookAsync(examination, cancellation);
        }
    }

    internal static Finding Refused(Examination examination, string check, string lane, ServiceAnswer answer)
    {
        var words = examination.Words.Lanes;
        return answer.Error switch
        {
            Refusals.Emergency => new(check, CheckState.Skipped, words.Emergency, words.EmergencyDo, lane),
            Refusals.Busy => new(check, CheckState.Skipped, words.Busy, null, lane),
            var error => new(
                check, CheckState.Wrong, Examination.Say(words.Refused, answer.Detail ?? error ?? "?"), words.RefusedDo, lane),
        };
    }
}

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

/// <summary>A relay, a lamp or the buzzer: it is moved, and whoever stands there says whether it did.</summary>
internal sealed class PartCheck(ITestBench bench, LaneEquipment lane, string what)
{
    internal async Task<Finding> LookAsync(Examination examination, CancellationToken cancellation)
    {
        var (words, technician) = (examination.Words.Lanes, examination.Technician);
        if (!technician.IsThere)
            return Found(CheckState.Skipped, words.NobodyThere, null);
        if (what == Trials.Relay && await technician.AskAsync(
            Examination.Say(words.MayMove, lane.Lane, examination.Units.Milliseconds(lane.Pulse ?? 0)), cancellation) != true)
            return Found(CheckState.Skipped, words.NobodyThere, null);
        await foreach (var answer in bench.TestAsync(what, lane.Lane, 1, cancellation))
        {
            if (answer is { Done: true, Ok: false })
                return LaneChecks.Refused(examination, what, lane.Lane, answer);
        }
        var seen = await technician.AskAsync(Question(words), cancellation);
        if (seen is { } ok)
            await bench.JudgeAsync(what, lane.Lane, ok, cancellation);
        return seen switch
        {
            true => Found(CheckState.Good, words.Seen, null),
            false => Found(CheckState.Wrong, words.NotSeen, what == Trials.Relay ? words.RelayDo : words.LampDo),
            null => Found(CheckState.Look, words.NotJudged, null),
        };
    }

    private string Question(LaneWords words) => what switch
    {
        Trials.Relay => words.DidClick,
        Trials.Buzzer => Examination.Say(words.DidSound, lane.Lane),
        _ => Capital(Examination.Say(words.DidShine, words.Title(what), lane.Lane)),
    };

    private static string Capital(string sentence) => char.ToUpperInvariant(sentence[0]) + sentence[1..];

    private Finding Found(CheckState state, string found, string? advice) => new(what, state, found, advice, lane.Lane);
}

/// <summary>A lane's contacts: what they say, and whether they change when somebody works them.</summary>
internal sealed class SensorCheck(ITestBench bench, LaneEquipment lane)
{
    private const int Patience = 20;

    internal async Task<Finding> LookAsync(Examination examination, CancellationToken cancellation)
    {
        var (words, technician) = (examination.Words.Lanes, examination.Technician);
        var seconds = technician.IsThere ? Patience : 1;
        await technician.TellAsync(Examination.Say(words.MoveSensors, lane.Lane, seconds));
        IReadOnlyList<SensorReading>? last = null;
        string? told = null;
        var changed = new HashSet<string>(StringComparer.Ordinal);
        await foreach (var answer in bench.TestAsync(Trials.Sensors, lane.Lane, seconds, cancellation))
        {
            if (answer is { Done: true, Ok: false })
                return LaneChecks.Refused(examination, Trials.Sensors, lane.Lane, answer);
            if (answer.Reading?.Sensors is not { } now)
                continue;
            changed.UnionWith(now.Where(sensor => last?.Contains(sensor with { Active = !sensor.Active }) == true)
                .Select(static sensor => sensor.Name));
            last = now;
            if (Say(words, now) is var live && live != told)
                await technician.TellAsync(told = live);
        }
        return Judge(examination, last ?? [], changed);
    }

    private Finding Judge(Examination examination, IReadOnlyList<SensorReading> last, HashSet<string> changed)
    {
        var words = examination.Words.Lanes;
        if (!examination.Technician.IsThere)
            return Found(CheckState.Good, Say(words, last), null);
        var still = last.Where(sensor => !changed.Contains(sensor.Name)).Select(static sensor => sensor.Name).ToList();
        return still.Count == 0
            ? Found(CheckState.Good, Examination.Say(words.SensorsChanged, string.Join(", ", changed)), null)
            : Found(CheckState.Wrong, Examination.Say(words.SensorsStill, string.Join(", ", still)), words.SensorsStillDo);
    }

    private static string Say(LaneWords words, IEnumerable<SensorReading> sensors) =>
        string.Join(", ", sensors.Select(sensor => $"{sensor.Name} {(sensor.Active ? words.On : words.Off)}"));

    private Finding Found(CheckState state, string found, string? advice) => new(Trials.Sensors, state, found, advice, lane.Lane);
}
