namespace CheckIn.Credentials.Cbor;

/// <summary>What is still to come of an array or a map, of stated or unstated length.</summary>
public struct CborItems
{
    private const long Unstated = -1;
    private long _left;

    internal CborItems(long left) => _left = left;

    internal static CborItems OfUnstatedLength => new(Unstated);

    /// <summary>
    /// Whether another item (of a map: another key and its value) follows; whoever asks reads it before asking again.
    /// </summary>
    public bool Next(ref CborCursor cursor)
    {
        if (cursor.IsBroken || _left == 0)
            return false;
        if (_left > 0)
        {
            _left--;
            return true;
        }
        if (!cursor.TryReadBreak())
            return true;
        _left = 0;
        return false;
    }
}
