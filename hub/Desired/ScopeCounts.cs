using CheckIn.Hub.Accounts;

namespace CheckIn.Hub.Desired;

/// <summary>
/// How many gates of each scope have what is wanted: counted in one walk over the fleet for all scopes, and kept for a
/// second for all who see the same, since pages of many people ask at once.
/// </summary>
internal sealed class ScopeCounts(DesiredGates gates, DesiredScopes scopes, SettingsStandings standings, TimeProvider time)
{
    private const int MostKept = 100;
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(1);
    private readonly Lock _lock = new();
    private readonly Dictionary<string, Kept> _kept = new(StringComparer.Ordinal);

    /// <summary>By the word of the scope; of those that say something.</summary>
    internal IReadOnlyDictionary<string, SettingsCounts> Of(LayerBook book, Sight sight)
    {
        lock (_lock)
        {
            var (now, edition) = (time.GetTimestamp(), gates.Edition);
            if (_kept.TryGetValue(sight.Name, out var kept) && ReferenceEquals(kept.Book, book) && kept.Edition == edition
                && time.GetElapsedTime(kept.At, now) < Fresh)
                return kept.Counts;
            if (_kept.Count >= MostKept)
                _kept.Clear();
            var counts = Count(book, sight);
            _kept[sight.Name] = new(book, edition, now, counts);
            return counts;
        }
    }

    /// <summary>Of these gates.</summary>
    internal SettingsCounts Of(IEnumerable<string> some)
    {
        var (tally, stands) = (new Tally(), gates.Snapshot());
        foreach (var gate in some)
            tally.Add(StandingOf(gate, stands));
        return tally.Counts;
    }

    private Dictionary<string, SettingsCounts> Count(LayerBook book, Sight sight)
    {
        var (tallies, stands) = (new Dictionary<string, Tally>(StringComparer.Ordinal), gates.Snapshot());
        foreach (var (gate, place) in scopes.All(sight))
        {
            var standing = StandingOf(gate, stands);
            foreach (var layer in book.Of(gate, place.Site))
            {
                if (!tallies.TryGetValue(layer.Word, out var tally))
                    tallies[layer.Word] = tally = new Tally();
                tally.Add(standing);
            }
        }
        return tallies.ToDictionary(static one => one.Key, static one => one.Value.Counts, StringComparer.Ordinal);
    }

    private SettingsStanding StandingOf(string gate, Dictionary<string, GateStand> stands) =>
        stands.TryGetValue(gate, out var stand) ? standings.Of(gate, stand) : SettingsStanding.Applied;

    private sealed class Tally
    {
        private readonly int[] _counts = new int[Enum.GetValues<SettingsStanding>().Length];

        internal void Add(SettingsStanding standing) => _counts[(int)standing]++;

        internal SettingsCounts Counts => new(
            _counts.Sum(), Of(SettingsStanding.Applied), Of(SettingsStanding.Underway), Of(SettingsStanding.Refused),
            Of(SettingsStanding.Late), Of(SettingsStanding.Absent));

        private int Of(SettingsStanding standing) => _counts[(int)standing];
    }

    private sealed record Kept(LayerBook Book, long Edition, long At, IReadOnlyDictionary<string, SettingsCounts> Counts);
}
