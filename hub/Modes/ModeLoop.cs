using CheckIn.Hub.Desired;
using CheckIn.Storage;

namespace CheckIn.Hub.Modes;

/// <summary>
/// Has gates told when the orders that stand are others than before: one was given, somebody ended it, its time came, or
/// the hub's clock was set. It compares what stands with what stood, so that nothing of this is missed. Gates end an
/// order by themselves when its time comes; they are told so that it does not lie about on their topic.
/// </summary>
internal sealed class ModeLoop(ModeDesk desk, DesiredNotices notices, TimeProvider time, ILogger<ModeLoop> logger)
    : BackgroundService
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(5);
    private Dictionary<string, HashSet<string>>? _known;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (true)
            {
                var ordered = desk.Ordered;
                Look();
                await Task.WhenAny(ordered, Task.Delay(LookEvery, time, stoppingToken));
                stoppingToken.ThrowIfCancellationRequested();
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The hub stops.
        }
    }

    private void Look()
    {
        try
        {
            var standing = desk.Concerned();
            var known = _known ?? standing; // All are told at the hub's start anyway.
            _known = standing;
            var over = known.Keys.Any(id => !standing.ContainsKey(id));
            var gates = known.Where(pair => !standing.ContainsKey(pair.Key))
                .Concat(standing.Where(pair => !known.ContainsKey(pair.Key))).SelectMany(static pair => pair.Value)
                .ToHashSet(StringComparer.Ordinal);
            if (gates.Count > 0)
                notices.Changed(gates);
            if (over)
                desk.Tell(); // Of its time nobody has told those who look.
        }
        catch (DatabaseException e)
        {
            Log.NotLooked(logger, e.Message);
        }
    }
}
