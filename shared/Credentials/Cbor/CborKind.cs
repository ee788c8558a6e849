namespace CheckIn.Credentials.Cbor;

/// <summary>What stands next in CBOR: the major types of RFC 8949 section 3.1, with type 7 taken apart.</summary>
public enum CborKind
{
    /// <summary>0 to 2^64 - 1.</summary>
    UnsignedInteger,
    /// <summary>-1 to -2^64.</summary>
    NegativeInteger,
    /// <summary>Bytes.</summary>
    ByteString,
    /// <summary>UTF-8.</summary>
    TextString,
    /// <summary>Items.</summary>
    Array,
    /// <summary>Pairs of items.</summary>
    Map,
    /// <summary>A number that says what the item after it means.</summary>
    Tag,
    /// <summary>False, true, null, undefined or another simple value.</summary>
    Simple,
    /// <summary>Of half, single or double precision.</summary>
    Float,
    /// <summary>The end of an item of unstated length.</summary>
    Break,
    /// <summary>Nothing any more.</summary>
    End,
}
