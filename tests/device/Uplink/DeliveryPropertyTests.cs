using CheckIn.Gate.Uplink;

namespace CheckIn.Gate.Tests.Uplink;

/// <summary>
/// The plan of the gate's uplink against the hub's ingest, with everything between and around them failing: words lost,
/// doubled and out of order, connections cut with batches still on their way, gates restarted, cards copied and put back,
/// damaged journals, hubs restored from older copies, events that no hub can read. Whatever was decided on whichever card
/// is at the hub in the end.
/// </summary>
public sealed class DeliveryPropertyTests
{
    [Fact]
    public void Whatever_fails_all_that_any_card_decided_reaches_the_hub()
    {
        for (var seed = 1; seed <= 400; seed++)
            new Run(seed).ToTheEnd();
    }

    private sealed class Run
    {
        private readonly Random _dice;
        private readonly int _seed;
        private readonly ModelHub _hub;
        private readonly List<ModelGate> _cards = [new(new ModelJournal())];
        private readonly int _batch;
        private Dictionary<string, ModelHub.Stored> _backup = [];
        private TimeSpan _now;
        private readonly List<string> _story = [];
        private readonly HashSet<string> _damaged = [];
        private long _facts;

        internal Run(int seed)
        {
            (_seed, _dice) = (seed, new Random(seed));
            // Some runs have events that cannot be read; an alarm of the journal's own always can.
            var poison = _dice.Next(3) == 0 ? _dice.Next(5, 30) : 0;
            _hub = new ModelHub(fact => poison > 0 && fact % poison == 0);
            _batch = _dice.Next(1, 12);
        }

        internal void ToTheEnd()
        {
            var steps = _dice.Next(50, 600);
            for (var i = 0; i < steps; i++)
                Step(_cards[_dice.Next(_cards.Count)]);
            foreach (var card in _cards)
                Drain(card);
            // Cards that stood still while another one was at work may be asked once more.
            foreach (var card in _cards)
                Drain(card);
            foreach (var card in _cards)
            {
                foreach (var (epoch, owed) in card.Journal.Owed.Where(owed => !_damaged.Contains(owed.Event.Link)))
                    Assert.True(_hub.Has(epoch, owed), Failure($"{epoch} {owed.Seq} is missing at the hub", card));
            }
        }

        private string Failure(string what, ModelGate gate) =>
            $"seed {_seed}: {what}\n{gate.Words}\n{string.Join('\n', _story.TakeLast(400))}";

        private void Tell(ModelGate gate, string what) => _story.Add($"{_now} card {_cards.IndexOf(gate)}: {what}");

        private void Step(ModelGate gate)
        {
            _now += TimeSpan.FromMilliseconds(_dice.Next(200));
            switch (_dice.Next(100))
            {
                case < 22: gate.Journal.Append(NextFact()); break;
                case < 44: gate.Send(_now, _batch); break;
                case < 62: Arrive(_dice.Next(Math.Max(1, Math.Min(3, gate.Wire.Count))), gate, twice: _dice.Next(10) == 0); break;
                case < 80: gate.Hear(_now, NextFact); break;
                case < 83: Birth(gate); break;
                case < 85: Lose(gate.Wire); break;
                case < 87: Lose(gate.Heard); break;
                case < 91: Connect(gate); break;
                case < 93: gate.Disconnect(); break;
                case < 95: PassTime(gate); break;
                case 95: _backup = _hub.Backup(); Tell(gate, "backup"); break;
                case 96: RestoreHub(gate); break;
                case 97: CopyCard(gate); break;
                case 98: Damage(gate); break;
                default: PutBack(gate); break;
            }
        }

        /// <summary>One name, one connection: whoever connects takes it over.</summary>
        private void Connect(ModelGate gate)
        {
            CutAll();
            gate.Connect(_now);
            Tell(gate, "connects: " + gate.Words);
        }

        private void CutAll() => _cards.ForEach(static card => card.Disconnect());

        /// <summary>It was stopped for that: what was on its way to it is gone.</summary>
        private void RestoreHub(ModelGate gate)
        {
            _hub.Restore(_backup);
            CutAll();
            _cards.ForEach(static card => card.Wire.Clear());
            Tell(gate, "hub restored");
        }

        private void Birth(ModelGate gate)
        {
            if (!gate.IsConnected || !gate.WantsBirth)
                return;
            gate.WantsBirth = false;
            gate.Births.ForEach(epoch => gate.Heard.Add(_hub.Position(epoch)));
        }

        /// <summary>A batch arrives, perhaps before one sent earlier, perhaps of a connection that is gone.</summary>
        private void Arrive(int which, ModelGate gate, bool twice)
        {
            if (gate.Wire.Count <= which)
                return;
            var ack = _hub.Take(gate.Wire[which]);
            Tell(gate, $"arrives {gate.Wire[which].Epoch} {gate.Wire[which].First}-{gate.Wire[which].Last} "
                + $"from {gate.Wire[which].FirstRetained} -> {ack.Through}, refused {ack.Refused?.Count}");
            if (!twice)
                gate.Wire.RemoveAt(which);
            // The answer goes to the name, not to the card.
            _cards.Find(static card => card.IsConnected)?.Heard.Add(ack);
        }

        private void Lose<T>(List<T> wire)
        {
            if (wire.Count > 0)
                wire.RemoveAt(_dice.Next(wire.Count));
        }

        private void PassTime(ModelGate gate)
        {
            _now += TimeSpan.FromSeconds(31);
            gate.PassTime(_now);
        }

        private void CopyCard(ModelGate gate)
        {
            if (_cards.Count < 3)
            {
                _cards.Add(new ModelGate(gate.Journal.Copy()));
                Tell(gate, "is copied");
            }
        }

        /// <summary>The card is an older image of itself from now on. What it had decided since is nowhere but at the hub.</summary>
        private void PutBack(ModelGate gate)
        {
            var other = _cards.Find(card => card != gate && _dice.Next(2) == 0);
            if (other is null)
                return;
            gate.Disconnect();
            gate.Journal = other.Journal.Copy();
            Tell(gate, $"is now what card {_cards.IndexOf(other)} was");
        }

        private void Damage(ModelGate gate)
        {
            gate.Disconnect();
            if (gate.Journal.Current.Rows.Count > 0)
            {
                var (epoch, seq) = (gate.Journal.Current, _dice.NextInt64(1, gate.Journal.Current.LastSeq + 1));
                // The hub is told that this number is gone, and a copy that still has it is not asked.
                if (epoch.Rows.TryGetValue(seq, out var row))
                    _damaged.Add(row.Link);
                Tell(gate, $"is damaged: {epoch.Name} {seq}");
                gate.Journal.Damage(seq, NextFact());
            }
        }

        /// <summary>Nothing fails any more: everything must come to rest.</summary>
        private void Drain(ModelGate gate)
        {
            Connect(gate);
            for (var i = 0; i < 3000 && !(gate.IsDone && gate.Wire.Count == 0 && gate.Heard.Count == 0); i++)
            {
                _now += TimeSpan.FromMilliseconds(20);
                Birth(gate);
                if (gate.Heard.Count > 0)
                    gate.Hear(_now, NextFact);
                else if (gate.Wire.Count > 0)
                    Arrive(0, gate, twice: false);
                else if (!gate.Send(_now, _batch))
                    PassTime(gate);
            }
            Assert.True(gate.IsDone, Failure("a gate does not come to rest", gate));
        }

        private long NextFact() => ++_facts;
    }
}
