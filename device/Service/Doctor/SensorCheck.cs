using CheckIn.Gate.Gpio;

namespace CheckIn.Gate.Service.Doctor;

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
