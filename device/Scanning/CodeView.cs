namespace CheckIn.Gate.Scanning;

/// <summary>
/// Which codes are in view. A code counts when it comes into view and not again before it has been out of view for a
/// while; codes are told apart by all their bytes, so two different ones never merge. Time is CLOCK_MONOTONIC in ns.
/// </summary>
internal sealed class CodeView(TimeSpan repeatAfter)
{
    /// <summary>Codes remembered at a time; beyond that the one seen longest ago is forgotten.</summary>
    internal const int Capacity = 32;

    private readonly List<(byte[] Code, long SeenNs)> _inView = [];
    private readonly long _repeatAfterNs = (long)(repeatAfter.TotalMilliseconds * 1_000_000);

    /// <summary>True when <paramref name="code"/> has just come into view.</summary>
    internal bool Enters(ReadOnlySpan<byte> code, long nowNs)
    {
        for (var i = 0; i < _inView.Count; i++)
        {
            if (!code.SequenceEqual(_inView[i].Code))
                continue;
            var isBack = nowNs - _inView[i].SeenNs >= _repeatAfterNs;
            _inView[i] = (_inView[i].Code, nowNs);
            return isBack;
        }
        if (_inView.Count == Capacity)
            _inView.RemoveAt(Oldest());
        _inView.Add((code.ToArray(), nowNs));
        return true;
    }

    /// <summary>
    /// A symbol is in view that could not be read: most likely it is the one that was read last, at a worse moment. It has
    /// not left the view then, however long it takes until it is read again.
    /// </summary>
    internal void Remains(long nowNs)
    {
        if (_inView.Count == 0)
            return;
        var newest = Newest();
        if (nowNs - _inView[newest].SeenNs < _repeatAfterNs)
            _inView[newest] = (_inView[newest].Code, nowNs);
    }

    /// <summary>The scene has changed altogether: nothing is in view.</summary>
    internal void Clear() => _inView.Clear();

    private int Oldest()
    {
        var oldest = 0;
        for (var i = 1; i < _inView.Count; i++)
        {
            if (_inView[i].SeenNs < _inView[oldest].SeenNs)
                oldest = i;
        }
        return oldest;
    }

    private int Newest()
    {
        var newest = 0;
        for (var i = 1; i < _inView.Count; i++)
        {
            if (_inView[i].SeenNs > _inView[newest].SeenNs)
                newest = i;
        }
        return newest;
    }
}
