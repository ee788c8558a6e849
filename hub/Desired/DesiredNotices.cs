using System.Threading.Channels;
using CheckIn.Hub.Enrolment;
using CheckIn.Hub.Events;

namespace CheckIn.Hub.Desired;

/// <summary>
/// Gates for which something may have changed, until <see cref="DesiredTeller"/> has looked and told them: their
/// settings, their modes, their provision, their lists. To name one too often does no harm.
/// </summary>
internal sealed class DesiredNotices(EventStore store)
{
    private readonly Channel<bool> _due = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly Lock _lock = new();
    private HashSet<string> _changed = new(StringComparer.Ordinal); // as many as there are gates, at most

    /// <summary>Of these something is another.</summary>
    internal void Changed(IEnumerable<string> gates)
    {
        PutBack(gates);
        _due.Writer.TryWrite(true);
    }

    /// <summary>What gates of a site get by it, keys or cards, is another; null = of every site.</summary>
    internal void SiteChanged(string? site) =>
        Changed(store.Read(db => EnrolledGates.InService(db, site)).Select(gate => gate.Id));

    /// <summary>It may concern any gate.</summary>
    internal void AllChanged() => Changed(store.Read(static db =>
    {
        using var rows = db.Prepare("SELECT name FROM gate WHERE standing IS NOT ?");
        rows.Bind(1, Standings.Poster);
        var names = new List<string>();
        while (rows.Step())
            names.Add(rows.Text(0)!);
        return names;
    }));

    /// <summary>Completes when there is something.</summary>
    internal async Task WaitAsync(CancellationToken cancellation)
    {
        await _due.Reader.WaitToReadAsync(cancellation);
        _due.Reader.TryRead(out _);
    }

    /// <summary>All that were named since.</summary>
    internal HashSet<string> Take()
    {
        lock (_lock)
        {
            var taken = _changed;
            _changed = new(StringComparer.Ordinal);
            return taken;
        }
    }

    /// <summary>They were taken, and are not told yet.</summary>
    internal void PutBack(IEnumerable<string> gates)
    {
        lock (_lock)
            _changed.UnionWith(gates);
    }
}
