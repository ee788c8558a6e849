using CheckIn.Credentials.Cbor;

namespace CheckIn.Credentials.Cose;

/// <summary>What is used of one map of headers (RFC 9052 section 3.1); other labels are passed over.</summary>
internal ref struct CoseHeaders
{
    private const long AlgorithmLabel = 1, CriticalLabel = 2, KeyIdLabel = 4;

    internal long? Algorithm { get; private set; }

    internal ReadOnlySpan<byte> KeyId { get; private set; }

    internal bool HasKeyId { get; private set; }

    /// <summary>
    /// Reads a map. It is refused when one of the labels used stands in it twice or has another type than it must, or
    /// when it names headers that have to be understood: none beyond these are.
    /// </summary>
    internal static bool TryRead(scoped ref CborCursor cursor, out CoseHeaders read)
    {
        CoseHeaders headers = default;
        var isSound = true;
        var pairs = cursor.ReadMap();
        while (isSound && pairs.Next(ref cursor))
        {
            if (cursor.Next is not (CborKind.UnsignedInteger or CborKind.NegativeInteger))
            {
                cursor.Skip();
                cursor.Skip();
                continue;
            }
            isSound = headers.Take(cursor.ReadInteger(), ref cursor);
        }
        read = headers;
        return isSound && !cursor.IsBroken;
    }

    private bool Take(long label, scoped ref CborCursor cursor)
    {
        switch (label)
        {
            case AlgorithmLabel when Algorithm is null && cursor.Next != CborKind.TextString:
                Algorithm = cursor.ReadInteger();
                return true;
            case KeyIdLabel when !HasKeyId:
                KeyId = cursor.ReadBytes();
                HasKeyId = true;
                return true;
            case AlgorithmLabel or KeyIdLabel or CriticalLabel:
                return false;
            default:
                cursor.Skip();
                return true;
        }
    }
}
