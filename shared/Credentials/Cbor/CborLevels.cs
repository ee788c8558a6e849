using System.Runtime.CompilerServices;

namespace CheckIn.Credentials.Cbor;

/// <summary>
/// What is still to be passed over on each level of one item: a number of items, or one of the three marks of levels of
/// unstated length. The lowest level is the item itself.
/// </summary>
internal struct CborLevels
{
    private const long InArray = -1, AtKey = -2, AtValue = -3;
    private const int Levels = CborCursor.MaxDepth + 1;
    private Room _left;
    private int _depth;

    public CborLevels() => _left[0] = 1;

    /// <summary>Counts an item that is about to be read; false when there is none left on any level.</summary>
    internal bool Next()
    {
        while (_left[_depth] == 0)
        {
            if (_depth-- == 0)
                return false;
        }
        ref var left = ref _left[_depth];
        left = left switch { InArray => InArray, AtKey => AtValue, AtValue => AtKey, _ => left - 1 };
        return true;
    }

    /// <summary>A break, which <see cref="Next"/> has counted as an item: false where none may stand.</summary>
    internal bool End()
    {
        ref var left = ref _left[_depth];
        // At its key before it was counted.
        if (left is not (InArray or AtValue))
            return false;
        left = 0;
        return true;
    }

    internal bool Begin(long items)
    {
        if (_depth + 1 == Levels)
            return false;
        _left[++_depth] = items;
        return true;
    }

    internal bool BeginUnstatedArray() => Begin(InArray);

    internal bool BeginUnstatedMap() => Begin(AtKey);

    /// <summary>What was counted was a tag: the item itself follows.</summary>
    internal bool Again()
    {
        ref var left = ref _left[_depth];
        left = left switch { InArray => InArray, AtKey => AtValue, AtValue => AtKey, _ => left + 1 };
        return true;
    }

    [InlineArray(Levels)]
    private struct Room
    {
        private long _first;
    }
}
