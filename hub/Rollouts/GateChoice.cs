using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace CheckIn.Hub.Rollouts;

/// <summary>
/// Which gates come next; the same wherever it is asked anew. Gates that are there and well come before those that are
/// there and not well, and those that are not there do not come at all. Then a site from which none was taken comes
/// before one from which some were, so that a stage sees many places; and a site where one has failed comes last,
/// since its others do its work. Among equals an order that looks like chance and is the rollout's own, so that it is
/// not always the same site that goes first. At a site with several gates more than half of them are never at it at
/// once: of two, one goes on letting people through.
/// </summary>
internal static class GateChoice
{
    /// <summary>The next ones, <paramref name="most"/> at most.</summary>
    /// <param name="gates">All of the rollout.</param>
    /// <param name="seed">The rollout's own.</param>
    /// <param name="most">How many.</param>
    /// <param name="fitness">Of a gate, now.</param>
    internal static List<RolloutGate> Next(
        IEnumerable<RolloutGate> gates, long seed, int most, Func<string, GateFitness> fitness)
    {
        var sites = new Dictionary<string, SiteTally>(StringComparer.Ordinal);
        var candidates = new List<Candidate>();
        foreach (var gate in gates)
        {
            var site = gate.Site ?? "gate:" + gate.Id;
            if (!sites.TryGetValue(site, out var tally))
                sites[site] = tally = new SiteTally();
            tally.Count(gate.Step);
            if (gate.Step == GateStep.Pending && fitness(gate.Id) is >= GateFitness.Degraded and var fit)
                candidates.Add(new(gate, tally, fit));
        }
        var chosen = new List<RolloutGate>(Math.Min(most, candidates.Count));
        foreach (var fit in candidates.GroupBy(static one => one.Fitness).OrderByDescending(static group => group.Key))
            Choose([.. fit], seed, most, chosen);
        return chosen;
    }

    /// <summary>Round by round: of each site the first one, then the second of each that has two, and so on.</summary>
    private static void Choose(List<Candidate> candidates, long seed, int most, List<RolloutGate> chosen)
    {
        var order = new PriorityQueue<Candidate, (bool HasFailed, int Taken, ulong Chance)>(
            candidates.Select(one => (one, one.Place(seed))));
        while (chosen.Count < most && order.TryDequeue(out var candidate, out var place))
        {
            if (place.Taken != candidate.Site.Taken)
                order.Enqueue(candidate, candidate.Place(seed)); // Another of its site came before it.
            else if (candidate.Site.Busy < MostAtOnce(candidate.Gate.Neighbours))
            {
                candidate.Site.Count(GateStep.Asked);
                chosen.Add(candidate.Gate);
            }
        }
    }

    internal static int MostAtOnce(int neighbours) => Math.Max(1, neighbours / 2);

    private static ulong Chance(string gate, long seed)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes($"{seed}/{gate}"), hash);
        return BinaryPrimitives.ReadUInt64BigEndian(hash);
    }

    private sealed class SiteTally
    {
        internal int Busy { get; private set; }
        internal int Taken { get; private set; }
        internal bool HasFailed { get; private set; }

        internal void Count(GateStep step)
        {
            if (step == GateStep.Asked)
                Busy++;
            if (step is GateStep.Asked or GateStep.Confirmed or GateStep.Failed)
                Taken++;
            HasFailed |= step == GateStep.Failed;
        }
    }

    private sealed record Candidate(RolloutGate Gate, SiteTally Site, GateFitness Fitness)
    {
        private ulong? _chance;

        internal (bool HasFailed, int Taken, ulong Chance) Place(long seed) =>
            (Site.HasFailed, Site.Taken, _chance ??= GateChoice.Chance(Gate.Id, seed));
    }
}
