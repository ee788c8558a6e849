namespace CheckIn.Hub.Rollouts;

/// <summary>
/// Brings something to many gates, a few first, and stops when too many of those fail. What it is does not matter here:
/// this decides which gate is asked when, and whether it goes on. No clock, no store, no fleet: what happened goes in,
/// actions come out, and the same goes in again after a restart. Its time is its own: it passes only while the hub
/// runs and it is not stopped, so a hub that was down calls no gate silent. A stage allows so many gates, those of
/// the stages before included; when all of them have decided it stands for a while, and then the next one begins.
/// Whatever a gate that was asked says last is what counts: one that was confirmed may fail later, one that was given
/// up may come back. How many gates are how far is counted as they change, so that what one gate says costs the same
/// however many there are. Not for several threads.
/// </summary>
internal sealed class Rollout
{
    private readonly Dictionary<string, RolloutGate> _gates;
    private readonly HashSet<string> _changed = new(StringComparer.Ordinal);
    private readonly int[] _steps = new int[Enum.GetValues<GateStep>().Length];
    private int _decided;
    private int _failed;

    /// <param name="seed">Its own; orders gates that are equal.</param>
    /// <param name="plan">How it goes about it.</param>
    /// <param name="gates">All of them, as they are; new ones, or those that were kept.</param>
    internal Rollout(long seed, RolloutPlan plan, IEnumerable<RolloutGate> gates)
    {
        (Seed, Plan) = (seed, plan);
        _gates = gates.ToDictionary(static gate => gate.Id, StringComparer.Ordinal);
        foreach (var gate in _gates.Values)
            Count(gate, 1);
    }

    internal long Seed { get; }
    internal RolloutPlan Plan { get; }
    internal RolloutState State { get; private set; } = RolloutState.Running;
    /// <summary>The first is 0; -1 before it has begun.</summary>
    internal int Stage { get; private set; } = -1;
    /// <summary>Its own time.</summary>
    internal TimeSpan Age { get; private set; }
    /// <summary>Since when all gates of the stage have decided; null = they have not.</summary>
    internal TimeSpan? StandsSince { get; private set; }

    internal IReadOnlyCollection<RolloutGate> Gates => _gates.Values;

    internal RolloutGate? Find(string gate) => _gates.GetValueOrDefault(gate);

    /// <summary>Puts back what was kept.</summary>
    internal Rollout Recall(RolloutState state, int stage, TimeSpan age, TimeSpan? standsSince)
    {
        (State, Stage, Age, StandsSince) = (state, stage, age, standsSince);
        return this;
    }

    /// <summary>Gates that are another than when this was last asked.</summary>
    internal IReadOnlyList<RolloutGate> TakeChanged()
    {
        var changed = _changed.Select(id => _gates[id]).ToList();
        _changed.Clear();
        return changed;
    }

    internal RolloutCounts Counts() => new(
        _gates.Count, Of(GateStep.Pending), Of(GateStep.Asked), _gates.Values.Count(IsUndecided), Of(GateStep.Confirmed),
        Of(GateStep.Failed), Of(GateStep.Passed), Of(GateStep.Gone));

    /// <summary>It was asked, and has said nothing new for its time.</summary>
    internal bool IsUndecided(RolloutGate gate) => gate.Step == GateStep.Asked && Age - gate.HeardAt >= Plan.Patience;

    /// <summary>Time has passed, or how gates are is another.</summary>
    /// <param name="elapsed">Since it was last told.</param>
    /// <param name="fitness">Of a gate, now.</param>
    internal IReadOnlyList<RolloutAction> Advance(TimeSpan elapsed, Func<string, GateFitness> fitness)
    {
        var actions = new List<RolloutAction>();
        if (State is not (RolloutState.Running or RolloutState.Waiting))
            return actions;
        Age += elapsed;
        foreach (var gate in _gates.Values.ToList())
            Mature(gate, fitness);
        Judge(actions);
        while (State is RolloutState.Running or RolloutState.Waiting && Go(actions, fitness))
        {
            // The stage after that may have nothing left to wait for either.
        }
        return actions;
    }

    /// <summary>A gate has said something.</summary>
    /// <param name="gate">Its id; of one that is not in it nothing follows.</param>
    /// <param name="news">What.</param>
    /// <param name="why">Of a failure.</param>
    internal IReadOnlyList<RolloutAction> Hear(string gate, GateNews news, string? why = null)
    {
        var actions = new List<RolloutAction>();
        if (!_gates.TryGetValue(gate, out var known) || known.Step == GateStep.Gone)
            return actions;
        var step = (known.Step, news) switch
        {
            (GateStep.Asked, GateNews.Working) => GateStep.Asked,
            (_, GateNews.Confirmed) => GateStep.Confirmed,
            (_, GateNews.Failed) => GateStep.Failed,
            (GateStep.Pending or GateStep.Asked, GateNews.NotNeeded) => GateStep.Passed,
            _ => (GateStep?)null,
        };
        if (step is not { } next || (next == known.Step && next != GateStep.Asked && known.Why == why))
            return actions;
        if (next == GateStep.Failed && known.Step != GateStep.Pending)
            actions.Add(new RolloutAction.Withdraw(gate));
        // Of what was forgiven only another decision counts anew, not the same for another reason.
        var counts = known.Counts || next != known.Step;
        Set(known with { Step = next, HeardAt = Age, Why = next == GateStep.Failed ? why : null, Counts = counts });
        Judge(actions);
        return actions;
    }

    /// <summary>Somebody stops it; one that the rule has stopped stays so for good.</summary>
    internal IReadOnlyList<RolloutAction> Stop()
    {
        var actions = new List<RolloutAction>();
        if (State == RolloutState.Done)
            return actions;
        End(RolloutState.StoppedByPerson, actions);
        return actions;
    }

    /// <summary>Somebody has it go on: what has failed so far does not count against it any more.</summary>
    internal void Resume()
    {
        if (State is not (RolloutState.StoppedByRule or RolloutState.StoppedByPerson))
            return;
        State = RolloutState.Running;
        StandsSince = null;
        foreach (var gate in _gates.Values.Where(static gate => gate is { IsDecided: true, Counts: true }).ToList())
            Set(gate with { Counts = false });
    }

    /// <summary>What time makes of a gate.</summary>
    private void Mature(RolloutGate gate, Func<string, GateFitness> fitness)
    {
        if (gate.Step is not (GateStep.Pending or GateStep.Asked))
            return;
        if (fitness(gate.Id) == GateFitness.Gone)
            Set(gate with { Step = GateStep.Gone, Why = null });
        else if (gate.Step == GateStep.Asked && Age - gate.HeardAt >= Plan.Patience * 2)
            Set(gate with { Step = GateStep.Failed, HeardAt = Age, Why = RolloutGate.Silent });
    }

    /// <summary>Stops it where the rule says so; before the stage's end only with enough decided.</summary>
    private void Judge(List<RolloutAction> actions)
    {
        if (State is not (RolloutState.Running or RolloutState.Waiting))
            return;
        var isEnough = _decided >= Plan.AtLeast || Of(GateStep.Asked) == 0;
        if (_failed == 0 || !isEnough || _failed * 100m < Plan.StopAt * _decided)
            return;
        var (failed, decided) = (_failed, _decided);
        End(RolloutState.StoppedByRule, actions);
        actions.Add(new RolloutAction.Stopped(failed, decided));
    }

    /// <summary>Takes back what is not decided yet.</summary>
    private void End(RolloutState state, List<RolloutAction> actions)
    {
        State = state;
        StandsSince = null;
        foreach (var gate in _gates.Values.Where(static gate => gate.Step == GateStep.Asked).ToList())
        {
            Set(gate with { Step = GateStep.Pending });
            actions.Add(new RolloutAction.Withdraw(gate.Id));
        }
    }

    /// <summary>Asks whom the stage allows, or goes on to the next one.</summary>
    /// <returns>It has gone on.</returns>
    private bool Go(List<RolloutAction> actions, Func<string, GateFitness> fitness)
    {
        if (Stage < 0)
            return Begin(0, actions);
        var allowed = Plan.Stages[Stage].Of(_gates.Count);
        var isLast = Stage == Plan.Stages.Count - 1;
        var isAlone = false;
        if (Math.Min(allowed - Taken, Plan.AtOnce - Of(GateStep.Asked)) is > 0 and var room && Of(GateStep.Pending) > 0)
        {
            var chosen = GateChoice.Next(_gates.Values, Seed, room, fitness);
            foreach (var gate in chosen)
            {
                Set(gate with { Step = GateStep.Asked, HeardAt = Age });
                actions.Add(new RolloutAction.Ask(gate.Id));
            }
            isAlone = chosen.Count == 0 && Plan.LeavesAbsent && isLast && _decided > 0;
        }
        State = Of(GateStep.Asked) > 0 ? RolloutState.Running : RolloutState.Waiting;
        if (Of(GateStep.Asked) > 0 || (Of(GateStep.Pending) > 0 && Taken < allowed && !isAlone))
        {
            StandsSince = null;
            return false;
        }
        return Stand(Of(GateStep.Pending) == 0 || isLast, actions);
    }

    /// <summary>Gates that were asked, or needed it not.</summary>
    private int Taken => _gates.Count - Of(GateStep.Pending) - Of(GateStep.Gone);

    private int Of(GateStep step) => _steps[(int)step];

    private bool Stand(bool isLast, List<RolloutAction> actions)
    {
        if (isLast)
        {
            State = RolloutState.Done;
            StandsSince = null;
            actions.Add(new RolloutAction.Done());
            return false;
        }
        StandsSince ??= Age;
        return Age - StandsSince >= Plan.Stand && Begin(Stage + 1, actions);
    }

    private bool Begin(int stage, List<RolloutAction> actions)
    {
        Stage = stage;
        StandsSince = null;
        actions.Add(new RolloutAction.Began(stage));
        return true;
    }

    private void Set(RolloutGate gate)
    {
        Count(_gates[gate.Id], -1);
        Count(gate, 1);
        _gates[gate.Id] = gate;
        _changed.Add(gate.Id);
    }

    private void Count(RolloutGate gate, int one)
    {
        _steps[(int)gate.Step] += one;
        if (gate is not { IsDecided: true, Counts: true })
            return;
        _decided += one;
        _failed += gate.Step == GateStep.Failed ? one : 0;
    }
}
