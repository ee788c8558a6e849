using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace CheckIn.Faults.Plan;

/// <summary>
/// Every fault of a run, drawn beforehand from the seed alone: the same seed, duration and number of gates give the
/// same plan on every machine. (When exactly each meets the processes is the machine's.) The first gate is never
/// killed, so that its memory can be watched. What would make a loss unavoidable is not planned: a hub is restored only
/// while no card has been tampered with, because a card that is no more cannot be asked again.
/// </summary>
internal sealed class FaultPlan
{
    private const double CardsFrom = 0.62; // of the run; hubs are restored before
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(4);

    private FaultPlan(IReadOnlyList<Fault> faults) => Faults = faults;

    internal IReadOnlyList<Fault> Faults { get; }

    /// <summary>Eight digits by which two runs can be seen to have had the same plan.</summary>
    internal string Fingerprint => Convert.ToHexStringLower(
        SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', Faults))))[..8];

    internal static FaultPlan Draw(FaultsOptions options)
    {
        var (random, faults, length) = (new Random(options.Seed), new List<Fault>(), options.Length);
        for (var gate = 0; gate < options.Gates; gate++)
        {
            if (gate > 0)
                DrawGate(faults, random, gate, length);
            DrawLink(faults, random, gate, length);
        }
        DrawHub(faults, random, length);
        Once(faults, random, FaultKind.GateDiskFull, random.Next(1, options.Gates), length, 0.2, 0.8, 4);
        if (options.HasCardFaults)
            DrawCards(faults, random, options.Gates, length);
        if (options.IsExternalBroker)
        {
            DrawLink(faults, random, -1, length);
            Often(faults, random, FaultKind.BrokerKill, -1, 2, length, 0.2, 1.5);
        }
        return new FaultPlan([.. faults.OrderBy(fault => fault.At).ThenBy(fault => fault.Gate)]);
    }

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"{Faults.Count} faults, plan {Fingerprint}");

    private static void DrawGate(List<Fault> faults, Random random, int gate, TimeSpan length)
    {
        Often(faults, random, FaultKind.GateKillInMidEvent, gate, 2.2, length, 0.1, 2);
        Often(faults, random, FaultKind.GateKill, gate, 1.0, length, 0.1, 4);
        Often(faults, random, FaultKind.GateRestart, gate, 0.25, length, 0.1, 2);
        Often(faults, random, FaultKind.GateFreeze, gate, 0.25, length, 1, 9);
        Often(faults, random, FaultKind.GateDiskFull, gate, 0.2, length, 1, 5);
        if (IsJumping(gate))
            Often(faults, random, FaultKind.GateClockJump, gate, 1, length, 2, 10);
    }

    /// <summary>Whether this gate's wall clock jumps.</summary>
    internal static bool IsJumping(int gate) => gate % 4 == 1;

    private static void DrawLink(List<Fault> faults, Random random, int gate, TimeSpan length)
    {
        Often(faults, random, FaultKind.LinkReset, gate, 1.6, length, 0, 0);
        Often(faults, random, FaultKind.LinkPartialWrite, gate, 1.3, length, 2, 3);
        Often(faults, random, FaultKind.LinkDown, gate, 0.9, length, 0.2, 5);
        Often(faults, random, FaultKind.LinkAcksLost, gate, 0.4, length, 1, 6);
        Often(faults, random, FaultKind.LinkHalfOpen, gate, 0.4, length, 2, 12);
        Often(faults, random, FaultKind.LinkSlow, gate, 0.4, length, 2, 8);
        Often(faults, random, FaultKind.LinkTrickle, gate, 0.2, length, 1, 4);
    }

    private static void DrawHub(List<Fault> faults, Random random, TimeSpan length)
    {
        Often(faults, random, FaultKind.HubKillInMidCommit, -1, 3, length, 0.1, 2);
        Often(faults, random, FaultKind.HubKill, -1, 1, length, 0.1, 3);
        Often(faults, random, FaultKind.HubRestart, -1, 0.5, length, 0.1, 1);
        Often(faults, random, FaultKind.HubFreeze, -1, 0.5, length, 1, 5);
        Often(faults, random, FaultKind.HubDiskFull, -1, 0.7, length, 1, 4);
        Often(faults, random, FaultKind.HubClockJump, -1, 0.5, length, 2, 8);
        for (var turn = 0; turn <= length.TotalMinutes; turn++)
        {
            Once(faults, random, FaultKind.HubCopied, -1, length, 0.1, turn == 0 ? 0.2 : CardsFrom - 0.1, 0);
            Once(faults, random, FaultKind.HubRestored, -1, length, 0.25, CardsFrom - 0.05, 0.5);
        }
    }

    /// <summary>Each kind at least once, to gates that differ, when there are enough of them.</summary>
    private static void DrawCards(List<Fault> faults, Random random, int gates, TimeSpan length)
    {
        if (gates < 2)
            return;
        var turn = random.Next(gates - 1);
        var rounds = Math.Max(1, gates / 6);
        for (var round = 0; round < rounds; round++)
        {
            foreach (var kind in (FaultKind[])[FaultKind.CardCloned, FaultKind.CardRestored, FaultKind.CardDamaged])
                Once(faults, random, kind, 1 + (turn++ % (gates - 1)), length, CardsFrom, 0.85, 6);
        }
    }

    /// <summary>So often a minute on average, at moments of no pattern.</summary>
    private static void Often(
        List<Fault> faults, Random random, FaultKind kind, int gate, double aMinute, TimeSpan length,
        double least, double most)
    {
        var mean = 60 / aMinute;
        for (var at = Next(); at < length.TotalSeconds; at += Next())
        {
            var lasts = TimeSpan.FromSeconds(least + ((most - least) * random.NextDouble()));
            var fault = new Fault(TimeSpan.FromSeconds(at), kind, gate, lasts, random.NextDouble());
            if (fault.At >= WarmUp)
                faults.Add(fault);
        }

        double Next() => -mean * Math.Log(1 - random.NextDouble());
    }

    private static void Once(
        List<Fault> faults, Random random, FaultKind kind, int gate, TimeSpan length, double from, double to,
        double lasts)
    {
        var at = length * (from + ((to - from) * random.NextDouble()));
        faults.Add(new Fault(at, kind, gate, TimeSpan.FromSeconds(lasts), random.NextDouble()));
    }
}
