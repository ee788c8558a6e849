using System.Runtime.CompilerServices;

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
