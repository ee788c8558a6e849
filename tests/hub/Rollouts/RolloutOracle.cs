using CheckIn.Hub.Rollouts;

namespace CheckIn.Hub.Tests.Rollouts;

/// <summary>What a rollout may do, by what was asked and said; slow and plain.</summary>
internal sealed class RolloutOracle(RolloutPlan plan, IReadOnlyList<RolloutGate> gates)
{
    private readonly Dictionary<string, TimeSpan> _inFlight = [];
    private readonly Dictionary<string, bool> _decided = []; // true = confirmed
    private readonly HashSet<string> _forgiven = [];
    private readonly HashSet<string> _out = []; // gone, or needs it not
    private readonly HashSet<string> _passed = [];
    private readonly HashSet<string> _asked = [];
    private TimeSpan _age;
    private int _stage = -1;
    private bool _isStopped;
    private bool _isDone;

    internal void Hear(string gate, GateNews news)
    {
        if (_out.Contains(gate) && !(_passed.Contains(gate) && news is GateNews.Confirmed or GateNews.Failed))
            return;
        switch (news)
        {
            case GateNews.Working when _inFlight.ContainsKey(gate):
                _inFlight[gate] = _age;
                break;
            case GateNews.Confirmed:
                Decide(gate, true);
                break;
            case GateNews.Failed:
                Decide(gate, false);
                break;
            case GateNews.NotNeeded when !_decided.ContainsKey(gate):
                _inFlight.Remove(gate);
                _out.Add(gate);
                _passed.Add(gate);
                _asked.Add(gate);
                break;
        }
    }

    internal void Stop() => _isStopped = true;

    internal void Resume()
    {
        if (_isDone || !_isStopped)
            return;
        _isStopped = false;
        _forgiven.UnionWith(_decided.Keys);
    }

    /// <summary>Time passes only while it is not stopped; who says nothing for twice its time has failed.</summary>
    internal void Pass(TimeSpan elapsed, Dictionary<string, GateFitness> fitness)
    {
        if (_isStopped || _isDone)
            return;
        _age += elapsed;
        foreach (var (gate, fit) in fitness.Where(one => one.Value == GateFitness.Gone && !_decided.ContainsKey(one.Key)))
        {
            if (_passed.Contains(gate))
                continue;
            _inFlight.Remove(gate);
            _asked.Remove(gate);
            _out.Add(gate);
        }
        foreach (var (gate, at) in _inFlight.Where(one => _age - one.Value >= plan.Patience * 2).ToList())
            Decide(gate, false);
    }

    internal void Take(RolloutAction action, Dictionary<string, GateFitness> fitness)
    {
        switch (action)
        {
            case RolloutAction.Ask(var gate):
                Assert.False(_isStopped || _isDone, "asked after its end");
                Assert.False(IsOverRate(), "asked past the failure rate");
                Assert.False(_inFlight.ContainsKey(gate) || _decided.ContainsKey(gate) || _out.Contains(gate), gate);
                Assert.True(fitness[gate] >= GateFitness.Degraded, "asked a gate that is not there");
                _inFlight[gate] = _age;
                _asked.Add(gate);
                Assert.True(Taken <= plan.Stages[_stage].Of(gates.Count), "more than the stage allows");
                break;
            case RolloutAction.Withdraw(var gate):
                if (_inFlight.Remove(gate))
                    _asked.Remove(gate);
                break;
            case RolloutAction.Began(var stage):
                Assert.Equal(_stage + 1, stage);
                Assert.Empty(_inFlight);
                _stage = stage;
                break;
            case RolloutAction.Stopped:
                Assert.True(IsOverRate(), "stopped for nothing");
                _isStopped = true;
                break;
            case RolloutAction.Done:
                Assert.Empty(_inFlight);
                _isDone = true;
                break;
        }
    }

    internal void Check(Rollout rollout)
    {
        var asked = rollout.Gates.Where(static gate => gate.Step == GateStep.Asked).Select(static gate => gate.Id);
        Assert.Equal(_inFlight.Keys.Order(StringComparer.Ordinal), asked.Order(StringComparer.Ordinal));
        Assert.True(_inFlight.Count <= plan.AtOnce, "more at once than allowed");
        foreach (var site in gates.Where(static gate => gate.Site is not null).GroupBy(static gate => gate.Site))
        {
            var busy = site.Count(gate => _inFlight.ContainsKey(gate.Id));
            Assert.True(busy <= Math.Max(1, site.First().Neighbours / 2), "a site has too few gates left");
        }
        if (_isStopped)
            Assert.True(rollout.State is RolloutState.StoppedByRule or RolloutState.StoppedByPerson || _isDone);
        if (!_isStopped && !_isDone && IsOverRate() && IsJudged())
            Assert.Fail("goes on past the failure rate");
    }

    /// <summary>Where somebody fit waits and there is room, somebody is at it.</summary>
    internal void CheckGoesOn(Rollout rollout, Dictionary<string, GateFitness> fitness)
    {
        if (_isStopped || _isDone || _inFlight.Count > 0)
            return;
        var isFull = Taken >= plan.Stages[_stage].Of(gates.Count);
        var isThere = gates.Any(gate => !_decided.ContainsKey(gate.Id) && !_out.Contains(gate.Id)
            && fitness[gate.Id] >= GateFitness.Degraded);
        Assert.True(isFull || !isThere, "nobody is asked");
        Assert.Equal(RolloutState.Waiting, rollout.State);
    }

    private int Taken => _asked.Count;

    private void Decide(string gate, bool isConfirmed)
    {
        if (!_decided.TryGetValue(gate, out var before) || before != isConfirmed)
            _forgiven.Remove(gate);
        _inFlight.Remove(gate);
        _out.Remove(gate);
        _passed.Remove(gate);
        _asked.Add(gate);
        _decided[gate] = isConfirmed;
    }

    private bool IsOverRate()
    {
        var counted = _decided.Where(one => !_forgiven.Contains(one.Key)).ToList();
        var failed = counted.Count(static one => !one.Value);
        return failed > 0 && failed * 100m >= plan.StopAt * counted.Count
            && (counted.Count >= plan.AtLeast || _inFlight.Count == 0);
    }

    private bool IsJudged() => _stage >= 0;
}
