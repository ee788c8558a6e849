using CheckIn.Contract;
using CheckIn.Gate.Gpio;
using CheckIn.Gate.Service;

namespace CheckIn.Gate.Tests.Service.Doctor;

/// <summary>Lanes that answer as they are told to.</summary>
internal sealed class MadeUpBench(params string[] tests) : ITestBench
{
    private readonly Dictionary<string, List<ServiceAnswer>> _answers = [];

    /// <summary>What the doctor has said of each test.</summary>
    internal List<string> Judged { get; } = [];

    /// <summary>What was tried.</summary>
    internal List<string> Tried { get; } = [];

    public IReadOnlyList<LaneEquipment> Equipment => [new("vao", "in", "Camera", tests, 500)];

    internal MadeUpBench Scanner(params LaneHealth[] readings) =>
        Answers(Trials.Scanner, [.. readings.Select(reading => new ServiceAnswer(false, Reading: new TestReading(reading))), ServiceAnswer.Well]);

    internal MadeUpBench Sensors(params SensorReading[][] readings) =>
        Answers(Trials.Sensors, [.. readings.Select(reading => new ServiceAnswer(false, Reading: new TestReading(Sensors: reading))), ServiceAnswer.Well]);

    internal MadeUpBench Answers(string what, params ServiceAnswer[] answers)
    {
        _answers[what] = [.. answers];
        return this;
    }

    public async IAsyncEnumerable<ServiceAnswer> TestAsync(
        string what, string lane, int seconds,
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation)
    {
        await Task.CompletedTask;
        Tried.Add(what);
        foreach (var answer in _answers.GetValueOrDefault(what, [ServiceAnswer.Well]))
            yield return answer;
    }

    public ValueTask JudgeAsync(string what, string lane, bool ok, CancellationToken cancellation)
    {
        Judged.Add($"{what} {ok}");
        return ValueTask.CompletedTask;
    }
}
