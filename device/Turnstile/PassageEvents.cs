using CheckIn.Contract;
using CheckIn.Gate.Lanes;

namespace CheckIn.Gate.Turnstile;

/// <summary>The events of a portal's passages; those that nobody was admitted for by the sensor that told of them.</summary>
internal sealed class PassageEvents(IReadOnlyList<Way> ways, EventRecorder recorder, TimeProvider time) : IDisposable
{
    private readonly Dictionary<int, ForcedPassages> _forced = [];

    /// <summary>A way is added.</summary>
    internal void Watch(Way way)
    {
        if (way.Sensor >= 0 && !_forced.ContainsKey(way.Sensor))
            _forced[way.Sensor] = new ForcedPassages(way.Stamp, recorder, time);
    }

    internal void Record(PassageEnd end)
    {
        if (end.Crossing is { } crossing)
        {
            var way = ways[crossing.Way];
            recorder.Record(way.Stamp.Passage(crossing.Cause, WordOf(end.Result)));
            way.Ended?.Invoke(crossing.Cause, end.Result);
            return;
        }
        if (end.Result == PassageResult.Forced)
            _forced[end.Sensor].Count();
        else
            recorder.Record(ways.First(way => way.Sensor == end.Sensor).Stamp.Passage(null, WordOf(end.Result)));
    }

    public void Dispose()
    {
        foreach (var forced in _forced.Values)
            forced.Dispose();
    }

    private static string WordOf(PassageResult result) => result switch
    {
        PassageResult.Turned => PassageWords.Turned,
        PassageResult.TimedOut => PassageWords.TimedOut,
        _ => PassageWords.Forced,
    };
}
