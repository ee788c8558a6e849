namespace CheckIn.Gate.Turnstile.Guard;

/// <summary>
/// The guard's whole knowledge: a lease for each line. It has no clock and moves nothing; it says what is to be moved.
/// Time comes before messages: a lease that is over ends before the next opening is looked at, so that there is an edge
/// between two pulses and the longest pulse means what it says.
/// </summary>
internal sealed class LeaseTable
{
    private readonly Lease[] _leases;

    internal LeaseTable(int lines)
    {
        _leases = new Lease[lines];
        Array.Fill(_leases, Lease.None);
    }

    internal int Lines => _leases.Length;

    internal Lease this[int line] => _leases[line];

    /// <summary>When the next lease ends; <see cref="long.MaxValue"/> while none is active.</summary>
    internal long NextEndNs
    {
        get
        {
            var next = long.MaxValue;
            foreach (var lease in _leases)
                next = lease.IsActive ? Math.Min(next, lease.OffAtNs) : next;
            return next;
        }
    }

    /// <summary>A line whose time is over, to be switched off now; -1 = none.</summary>
    internal int End(long nowNs)
    {
        for (var line = 0; line < _leases.Length; line++)
        {
            if (!_leases[line].IsActive || _leases[line].At(nowNs).IsActive)
                continue;
            _leases[line] = Lease.None;
            return line;
        }
        return -1;
    }

    /// <summary>An opening: true = the line is to be on; false = it changes nothing.</summary>
    internal bool Open(int line, in Opening opening, long nowNs)
    {
        if (!opening.IsValid || opening.IsStale(nowNs))
            return false;
        _leases[line] = _leases[line].With(opening, nowNs);
        return _leases[line].IsActive;
    }

    /// <summary>The line is to be off.</summary>
    internal void Close(int line) => _leases[line] = Lease.None;
}
