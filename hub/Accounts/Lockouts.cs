namespace CheckIn.Hub.Accounts;

/// <summary>
/// Who got it wrong how often: by name, whether anybody has it or not, and by address. An attempt is counted before it
/// is judged, so that a hundred at once are a hundred; it is taken back when it was right. An address has more that are
/// free, because a whole office can be behind it. When there are too many to remember, those go that wait least.
/// </summary>
internal sealed class Lockouts(TimeProvider time)
{
    internal const int Most = 10_000, FreeOfName = 5, FreeOfAddress = 20;
    private readonly Dictionary<string, Lockout> _known = [];
    private readonly Lock _lock = new();
    private readonly long _began = time.GetTimestamp();

    private TimeSpan Now => time.GetElapsedTime(_began);

    /// <summary>Counts an attempt, unless one of the two has to wait.</summary>
    /// <returns>How long; zero = it may be judged.</returns>
    internal TimeSpan Begin(string name, string? address)
    {
        lock (_lock)
        {
            var now = Now;
            var (byName, byAddress) = (Of(NameKey(name)), Of(AddressKey(address)));
            var (first, second) = (byName.Left(now, FreeOfName), byAddress.Left(now, FreeOfAddress));
            if (first > TimeSpan.Zero || second > TimeSpan.Zero)
                return first > second ? first : second;
            Set(NameKey(name), byName.Fail(now));
            Set(AddressKey(address), byAddress.Fail(now));
            return TimeSpan.Zero;
        }
    }

    /// <summary>It was right: the name begins anew, the address has one failure less.</summary>
    internal void Succeeded(string name, string? address)
    {
        lock (_lock)
        {
            _known.Remove(NameKey(name));
            Undo(AddressKey(address));
        }
    }

    /// <summary>It was not judged after all.</summary>
    internal void TakeBack(string name, string? address)
    {
        lock (_lock)
        {
            Undo(NameKey(name));
            Undo(AddressKey(address));
        }
    }

    /// <summary>Drops what is forgotten.</summary>
    internal void Sweep()
    {
        lock (_lock)
        {
            var now = Now;
            foreach (var (key, _) in _known.Where(pair => pair.Value.IsForgotten(now)).ToList())
                _known.Remove(key);
        }
    }

    internal int Count
    {
        get
        {
            lock (_lock)
                return _known.Count;
        }
    }

    private static string NameKey(string name) => "n " + (name.Length <= 256 ? name : name[..256]);

    private static string AddressKey(string? address) => "a " + RefusalLedger.NetworkOf(address);

    private Lockout Of(string key) => _known.GetValueOrDefault(key);

    private void Set(string key, Lockout lockout)
    {
        if (_known.Count >= Most && !_known.ContainsKey(key))
        {
            foreach (var (gone, _) in _known.OrderBy(static pair => pair.Value.Failures)
                .ThenBy(static pair => pair.Value.Last).Take(Most / 10).ToList())
                _known.Remove(gone);
        }
        _known[key] = lockout;
    }

    private void Undo(string key)
    {
        if (!_known.TryGetValue(key, out var known))
            return;
        if (known.Undo() is { Failures: > 0 } left)
            _known[key] = left;
        else
            _known.Remove(key);
    }
}
