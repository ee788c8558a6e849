using CheckIn.Hub.Rollouts;
using FsCheck;
using FsCheck.Fluent;

namespace CheckIn.Hub.Tests.Rollouts;

/// <summary>
/// Random histories of reports, silence, gates that come and go, stops and restarts, against an oracle that keeps its
/// own account of who was asked and what he said.
/// </summary>
public sealed class RolloutPropertyTests
{
    private enum Act { Pass, Confirm, Fail, Work, NotNeeded, Leave, Return, Degrade, Retire, Stop, Resume }

    private static readonly Arbitrary<(int Plan, List<(Act Act, int Gate, int Minutes)> Steps)> History =
        (from plan in Gen.Choose(0, 1_000)
         from steps in (
             from act in Gen.Frequency(
                 (6, Gen.Constant(Act.Pass)), (8, Gen.Constant(Act.Confirm)), (2, Gen.Elements(Act.Fail, Act.Work, Act.Return)),
                 (1, Gen.Elements(Act.NotNeeded, Act.Leave, Act.Degrade, Act.Retire, Act.Stop, Act.Resume)))
             from gate in Gen.Choose(0, 29)
             from minutes in Gen.Frequency((3, Gen.Choose(0, 30)), (1, Gen.Elements(60, 119, 120, 240)))
             select (act, gate, minutes)).ListOf()
         select (plan, steps.ToList())).ToArbitrary();

    [Fact]
    public void Whatever_happens_no_stage_goes_too_far_and_nothing_goes_on_past_the_failure_rate() =>
        Prop.ForAll(History, history => new Run(history.Plan).Play(history.Steps))
            .Check(Config.QuickThrowOnFailure.WithMaxTest(3_000).WithEndSize(150));

    private sealed class Run
    {
        private readonly RolloutPlan _plan;
        private readonly RolloutOracle _oracle;
        private readonly Dictionary<string, GateFitness> _fitness = [];
        private readonly List<RolloutGate> _gates = [];
        private Rollout _rollout;

        internal Run(int number)
        {
            var chance = new System.Random(number);
            string[] stages = ["1,5%,25%,100%", "1,2,3,100%", "100%", "5,10", "50%,100%"];
            decimal[] rates = [5, 10, 34, 100];
            _plan = new RolloutPlan(
                RolloutStage.Parse(stages[chance.Next(stages.Length)])!, TimeSpan.FromMinutes(chance.Next(0, 90)),
                TimeSpan.FromMinutes(120), rates[chance.Next(rates.Length)], chance.Next(1, 5), chance.Next(1, 12));
            for (var i = 0; i < chance.Next(1, 31); i++)
                _gates.Add(new($"g{i}", chance.Next(5) == 0 ? null : $"s{chance.Next(8)}"));
            var others = chance.Next(3);
            _gates = [.. _gates.Select(gate => gate with
            {
                Neighbours = gate.Site is null ? 1 : _gates.Count(one => one.Site == gate.Site) + others,
            })];
            foreach (var gate in _gates)
                _fitness[gate.Id] = chance.Next(6) == 0 ? GateFitness.Absent : GateFitness.Healthy;
            _rollout = new Rollout(number, _plan, _gates);
            _oracle = new RolloutOracle(_plan, _gates);
        }

        internal bool Play(List<(Act Act, int Gate, int Minutes)> steps)
        {
            Step(rollout => rollout.Advance(TimeSpan.Zero, Fitness), TimeSpan.Zero, null);
            foreach (var (act, index, minutes) in steps)
            {
                var gate = Pick(act, index);
                var elapsed = TimeSpan.FromMinutes(minutes);
                Do(act, gate, elapsed);
                Step(rollout => rollout.Advance(elapsed, Fitness), elapsed, null);
            }
            return true;
        }

        private void Do(Act act, string gate, TimeSpan elapsed)
        {
            GateNews? news = act switch
            {
                Act.Confirm => GateNews.Confirmed,
                Act.Fail => GateNews.Failed,
                Act.Work => GateNews.Working,
                Act.NotNeeded => GateNews.NotNeeded,
                _ => null,
            };
            if (news is { } heard)
                Step(rollout => rollout.Hear(gate, heard, "why"), null, () => _oracle.Hear(gate, heard));
            else if (act == Act.Stop)
                Step(static rollout => rollout.Stop(), null, _oracle.Stop);
            else if (act == Act.Resume)
                Step(static rollout => { rollout.Resume(); return []; }, null, _oracle.Resume);
            else if (act is Act.Leave or Act.Return or Act.Degrade or Act.Retire && _fitness[gate] != GateFitness.Gone)
            {
                _fitness[gate] = act switch
                {
                    Act.Leave => GateFitness.Absent,
                    Act.Return => GateFitness.Healthy,
                    Act.Degrade => GateFitness.Degraded,
                    _ => GateFitness.Gone,
                };
            }
        }

        /// <summary>Also of one that was just put back from what is kept: it does the same.</summary>
        private void Step(
            Func<Rollout, IReadOnlyList<RolloutAction>> act, TimeSpan? elapsed, Action? tell)
        {
            var twin = new Rollout(_rollout.Seed, _plan, _rollout.Gates)
                .Recall(_rollout.State, _rollout.Stage, _rollout.Age, _rollout.StandsSince);
            var actions = act(_rollout);
            Assert.Equal(actions, act(twin));
            Assert.Equal(Picture(_rollout), Picture(twin));
            tell?.Invoke();
            if (elapsed is { } passed)
                _oracle.Pass(passed, _fitness);
            foreach (var action in actions)
                _oracle.Take(action, _fitness);
            _oracle.Check(_rollout);
            if (elapsed is not null)
                _oracle.CheckGoesOn(_rollout, _fitness);
            _rollout = twin;
        }

        private static (RolloutState State, int Stage, TimeSpan? Stands, string Gates) Picture(Rollout rollout) => (
            rollout.State, rollout.Stage, rollout.StandsSince,
            string.Join(';', rollout.Gates.OrderBy(static gate => gate.Id, StringComparer.Ordinal)));

        /// <summary>Reports come mostly from gates that were asked.</summary>
        private string Pick(Act act, int index)
        {
            var asked = _rollout.Gates.Where(static gate => gate.Step == GateStep.Asked).Select(static gate => gate.Id).ToList();
            return act is Act.Confirm or Act.Fail or Act.Work && asked.Count > 0 && index % 5 != 0
                ? asked[index % asked.Count] : _gates[index % _gates.Count].Id;
        }

        private GateFitness Fitness(string gate) => _fitness[gate];
    }
}
