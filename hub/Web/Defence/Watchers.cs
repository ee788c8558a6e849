using CheckIn.Hub.Accounts;
using Microsoft.Extensions.Options;

namespace CheckIn.Hub.Web.Defence;

/// <summary>Counts who is told of changes: each holds a connection and some memory for as long as he likes.</summary>
internal sealed class Watchers(IOptions<WebOptions> web)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, int> _byCaller = new(StringComparer.Ordinal);
    private int _all;

    /// <summary>A place until it is disposed of; null = there is none left.</summary>
    internal IDisposable? Take(HttpContext http)
    {
        var who = CallerLimits.KeyOf(http);
        var limits = web.Value.Limits;
        lock (_lock)
        {
            var his = _byCaller.GetValueOrDefault(who);
            if (_all >= limits.Watchers || his >= limits.WatchersPerCaller)
                return null;
            _all++;
            _byCaller[who] = his + 1;
        }
        return new Place(this, who);
    }

    private void Leave(string who)
    {
        lock (_lock)
        {
            _all--;
            if (--_byCaller[who] == 0)
                _byCaller.Remove(who);
        }
    }

    private sealed class Place(Watchers watchers, string who) : IDisposable
    {
        private int _left;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _left, 1) == 0)
                watchers.Leave(who);
        }
    }
}
