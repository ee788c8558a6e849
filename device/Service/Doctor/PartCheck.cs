namespace CheckIn.Gate.Service.Doctor;

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
