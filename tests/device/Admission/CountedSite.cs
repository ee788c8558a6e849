using CheckIn.Contract;
using CheckIn.Gate.Admission;

namespace CheckIn.Gate.Tests.Admission;

/// <summary>
/// A site of some gates and a hub, drawn at random: people come by any gate and leave by any, some do not go after all, the
/// hub hears each gate's events in their order but gates in any, and its words arrive whenever. The same seed is the same.
/// </summary>
internal sealed class CountedSite
{
    private const int Today = 1;
    private readonly Random _random;
    private readonly List<SimulatedGate> _gates = [];
    private readonly HashSet<int> _inside = [];
    private readonly Dictionary<int, (int Order, bool IsIn)> _heard = []; // of everybody his latest crossing that the hub has
    private int _next, _order;

    internal CountedSite(int seed, int gates)
    {
        _random = new Random(seed);
        for (var i = 0; i < gates; i++)
            _gates.Add(new SimulatedGate($"epoch-{i}"));
    }

    internal int Gates => _gates.Count;

    /// <summary>How many are inside indeed.</summary>
    internal int Truth => _inside.Count;

    private int Counted => _heard.Values.Count(static one => one.IsIn);

    internal bool HasSaid(int gate) => _gates[gate].HasHeard;

    internal int? Reckoned(int gate) => _gates[gate].Count.Inside(0, Today);

    /// <summary>Something happens: a crossing, a delivery, a word, or one that is heard late.</summary>
    internal void Step()
    {
        var gate = _gates[_random.Next(_gates.Count)];
        switch (_random.Next(6))
        {
            case 0:
            case 1:
                Cross(gate);
                break;
            case 2:
                TakeBack(gate);
                break;
            case 3:
                Deliver(gate);
                break;
            case 4:
                gate.OnTheWay.Enqueue(new InsideMessage(Counted, gate.Epoch, gate.Delivered));
                break;
            default:
                gate.Hear();
                break;
        }
    }

    /// <summary>Everything is delivered, said and heard.</summary>
    internal void Settle()
    {
        foreach (var gate in _gates)
        {
            while (gate.Delivered < gate.Events.Count)
                Deliver(gate);
        }
        foreach (var gate in _gates)
        {
            gate.OnTheWay.Enqueue(new InsideMessage(Counted, gate.Epoch, gate.Delivered));
            while (gate.OnTheWay.Count > 0)
                gate.Hear();
        }
    }

    private void Cross(SimulatedGate gate)
    {
        var isIn = _inside.Count == 0 || _random.Next(2) == 0;
        var who = isIn ? _next++ : _inside.ElementAt(_random.Next(_inside.Count));
        _ = isIn ? _inside.Add(who) : _inside.Remove(who);
        gate.Events.Add((who, isIn, _order++));
        gate.Last = (who, isIn);
        gate.Count.Moved(gate.Epoch, gate.Events.Count, isIn ? 1 : -1);
    }

    /// <summary>The last who was let through at the gate did not go, if he is still where he would be then.</summary>
    private void TakeBack(SimulatedGate gate)
    {
        if (gate.Last is not var (who, isIn) || _inside.Contains(who) != isIn)
            return;
        gate.Last = null;
        _ = isIn ? _inside.Remove(who) : _inside.Add(who);
        gate.Events.Add((who, !isIn, _order++));
        gate.Count.TookBack(isIn ? 1 : -1);
    }

    private void Deliver(SimulatedGate gate)
    {
        if (gate.Delivered == gate.Events.Count)
            return;
        var (who, isIn, order) = gate.Events[gate.Delivered++];
        // Visits are made anew in the order of their times, whatever the order of arrival.
        if (!_heard.TryGetValue(who, out var known) || known.Order < order)
            _heard[who] = (order, isIn);
    }

    private sealed class SimulatedGate
    {
        internal SimulatedGate(string epoch) => Count.Begin(Epoch = epoch, 0);

        internal string Epoch { get; }
        internal SiteCount Count { get; } = new();
        internal List<(int Who, bool IsIn, int Order)> Events { get; } = [];
        internal Queue<InsideMessage> OnTheWay { get; } = new();
        internal int Delivered { get; set; }
        internal bool HasHeard { get; private set; }
        internal (int Who, bool IsIn)? Last { get; set; }

        internal void Hear()
        {
            if (!OnTheWay.TryDequeue(out var word))
                return;
            Count.Hear(word, Epoch, 0, Today);
            HasHeard = true;
        }
    }
}
