namespace CheckIn.Passes;

/// <summary>
/// Rotating codes that have been used at this gate, on whichever of its lanes: none is good twice. It keeps the last
/// uses, so many as its capacity says, and asks no clock, so that a clock that is set back revives nothing. A code
/// lives for a minute at most, and a lane lets sixty through in one: what falls out of 4,096 is dead, unless more than
/// sixty lanes share it. It begins empty with each start of the gate. Safe for several lanes at a time; allocates
/// nothing after it was made.
/// </summary>
public sealed class ReplayMemory
{
    /// <summary>Uses that are kept unless it is said otherwise.</summary>
    public const int UsualCapacity = 4096;

    private readonly Use[] _uses;
    private readonly int[] _heads; // of the chains by hash; index + 1, 0 = none
    private readonly Lock _lock = new();
    private int _next;
    private int _count;

    /// <param name="capacity">Uses that are kept, 16 to 1,048,576; a power of two.</param>
    public ReplayMemory(int capacity = UsualCapacity)
    {
        if (capacity is < 16 or > 1 << 20 || !int.IsPow2(capacity))
            throw new ArgumentOutOfRangeException(nameof(capacity), capacity, "A power of two, 16 to 1,048,576.");
        _uses = new Use[capacity];
        _heads = new int[2 * capacity];
    }

    /// <summary>Uses that are remembered now.</summary>
    public int Count
    {
        get
        {
            lock (_lock)
                return _count;
        }
    }

    /// <summary>Whether the code was used here, as far as that is remembered.</summary>
    public bool WasUsed(PassId pass, long step)
    {
        lock (_lock)
            return Find(pass, step);
    }

    /// <summary>
    /// Takes note that the code is used, to be asked last, when everything else speaks for the person who shows it.
    /// </summary>
    /// <returns>False if it was used before.</returns>
    public bool TryUse(PassId pass, long step)
    {
        lock (_lock)
        {
            if (Find(pass, step))
                return false;
            var chain = ChainOf(pass, step);
            if (_count == _uses.Length)
                Forget(_next);
            else
                _count++;
            _uses[_next] = new Use(pass, step, _heads[chain]);
            _heads[chain] = _next + 1;
            _next = (_next + 1) & (_uses.Length - 1);
            return true;
        }
    }

    private bool Find(PassId pass, long step)
    {
        for (var i = _heads[ChainOf(pass, step)]; i != 0; i = _uses[i - 1].Following)
        {
            if (_uses[i - 1].Pass == pass && _uses[i - 1].Step == step)
                return true;
        }
        return false;
    }

    private int ChainOf(PassId pass, long step) => HashCode.Combine(pass, step) & (_heads.Length - 1);

    private void Forget(int index)
    {
        ref var link = ref _heads[ChainOf(_uses[index].Pass, _uses[index].Step)];
        while (link != index + 1)
            link = ref _uses[link - 1].Following;
        link = _uses[index].Following;
    }

    private struct Use(PassId pass, long step, int following)
    {
        internal readonly PassId Pass = pass;
        internal readonly long Step = step;
        internal int Following = following;
    }
}
