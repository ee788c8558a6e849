using CheckIn.Hub.Desired;

namespace CheckIn.Hub.Modes;

/// <summary>
/// Has gates told when the orders that stand are others than before: one was given, somebody ended it, its time came, or
/// the hub's clock was set. It compares what stands with what stood, so that nothing of this is missed. Gates end an
/// order by themselves when its time comes; they are told so that it does not lie about on their topic.
/// </summary>
internal sealed class ModeLoop(ModeDesk desk, DesiredNotices notices, TimeProvider time) : BackgroundService
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            var known = desk.Concerned(); // All are told at the hub's start anyway.
            while (true)
            {
                var ordered = desk.Ordered;
                known = Look(known);
                await Task.WhenAny(ordered, Task.Delay(LookEvery, time, stoppingToken));
                stoppingToken.ThrowIfCancellationRequested();
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The hub stops.
        }
    }

    private Dictionary<string, HashSet<string>> Look(Dictionary<string, HashSet<string>> known)
    {
        var standing = desk.Concerned();
        var gates = known.Where(pair => !standing.ContainsKey(pair.Key))
            .Concat(standing.Where(pair => !known.ContainsKey(pair.Key))).SelectMany(static pair => pair.Value)
            .ToHashSet(StringComparer.Ordinal);
        if (gates.Count > 0)
        {
            notices.Changed(gates);
            if (known.Keys.Any(id => !standing.ContainsKey(id)))
                desk.Tell(); // Of its time nobody has told those who look.
        }
        return standing;
    }
}
