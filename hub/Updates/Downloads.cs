using Microsoft.Extensions.Options;

namespace CheckIn.Hub.Updates;

/// <summary>
/// So many gates fetch a package at a time, each once: one that asks again has lost its connection, and the hub has not
/// noticed yet.
/// </summary>
internal sealed class Downloads(IOptions<UpdateOptions> options, TimeProvider time)
{
    private readonly Dictionary<string, CancellationTokenSource> _gates = new(StringComparer.Ordinal); // Updates:Downloads
    private readonly Lock _lock = new();

    /// <summary>Room for one; null = there is none now. It ends when it is disposed of, or its time is over.</summary>
    internal Download? Begin(string gate, CancellationToken aborted)
    {
        lock (_lock)
        {
            if (_gates.Remove(gate, out var earlier))
                earlier.Cancel();
            else if (_gates.Count >= options.Value.Downloads)
                return null;
            var timed = new CancellationTokenSource(options.Value.LongestDownload, time);
            _gates[gate] = timed;
            return new Download(this, gate, timed, aborted);
        }
    }

    private void End(string gate, CancellationTokenSource own)
    {
        lock (_lock)
        {
            if (_gates.GetValueOrDefault(gate) == own)
                _gates.Remove(gate);
        }
        own.Dispose();
    }

    /// <summary>One that is under way.</summary>
    internal sealed class Download : IDisposable
    {
        private readonly Downloads _all;
        private readonly string _gate;
        private readonly CancellationTokenSource _timed;
        private readonly CancellationTokenSource _linked;

        internal Download(Downloads all, string gate, CancellationTokenSource timed, CancellationToken aborted)
        {
            (_all, _gate, _timed) = (all, gate, timed);
            _linked = CancellationTokenSource.CreateLinkedTokenSource(timed.Token, aborted);
        }

        internal CancellationToken Over => _linked.Token;

        public void Dispose()
        {
            _linked.Dispose();
            _all.End(_gate, _timed);
        }
    }
}
