using CheckIn.Bench.Ingest;
using CheckIn.Gate.Journal;

namespace CheckIn.Bench.Drain;

/// <summary>
/// A journal as a gate leaves it after weeks without a hub, written by the gate's own journal; only that a thousand
/// events wait for each commit, where a gate has one.
/// </summary>
internal static class PreparedJournal
{
    private const int AtOnce = 1000;

    /// <param name="options">Where, and how large it may become.</param>
    /// <param name="count">Events.</param>
    /// <param name="cancellation">Ends the making.</param>
    public static async Task MakeAsync(JournalOptions options, int count, CancellationToken cancellation)
    {
        await using var journal = GateJournal.Open(options, TimeProvider.System);
        var events = new SyntheticEvents(1);
        var appending = new Queue<Task<long>>(AtOnce);
        for (var i = 0; i < count; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            if (appending.Count == AtOnce)
                await appending.Dequeue().ConfigureAwait(false);
            appending.Enqueue(journal.AppendAsync(events.Next()).AsTask());
        }
        while (appending.TryDequeue(out var last))
            await last.ConfigureAwait(false);
    }
}
