using System.Formats.Cbor;

namespace CheckIn.Credentials;

/// <summary>
/// One item of CBOR (RFC 8949) from bytes that anybody may have made, for the framework's reader, which does the reading: half
/// floats, items of unstated length and numbers that are not in their shortest form are read, as issuers write them. Its
/// conformance is Strict: no key stands twice in a map, and a text is UTF-8. What it does not bound is bounded here, in one
/// walk over all of it before anything is read: the bytes, the items, and the levels of arrays and maps, for which the
/// reader keeps a stack of its own that grows with what it is given. Nothing may follow the item.
/// </summary>
internal static class CborDocument
{
    /// <summary>Most bytes of a document.</summary>
    internal const int MaxBytes = 16 * 1024;

    /// <summary>Most items, tags and ends among them: some twenty times what a health certificate has.</summary>
    internal const int MaxItems = 1024;

    /// <summary>Most levels of arrays and maps within one another.</summary>
    internal const int MaxDepth = 16;

    /// <summary>Reads a document.</summary>
    /// <param name="bytes">All of it.</param>
    /// <param name="read">Reads the item, as far as it is asked for.</param>
    /// <exception cref="FormatException">It is none, goes beyond the bounds, or is not what is asked for.</exception>
    internal static T Read<T>(ReadOnlyMemory<byte> bytes, Func<CborReader, T> read) => Guarded(bytes, reader =>
    {
        Walk(reader);
        if (reader.BytesRemaining > 0)
            throw new FormatException("something follows the item");
        reader.Reset(bytes);
        return read(reader);
    });

    /// <summary>The first item of some bytes, as it is encoded; anything may follow it.</summary>
    /// <exception cref="FormatException">They begin with none that is within the bounds.</exception>
    internal static ReadOnlyMemory<byte> First(ReadOnlyMemory<byte> bytes) => Guarded(bytes, reader =>
    {
        Walk(reader);
        return bytes[..^reader.BytesRemaining];
    });

    /// <summary>
    /// The keys of the map that stands next: a number, or null for a key of another type, which is passed over. Whoever
    /// is given one reads its value, or passes over it, before he asks for the next.
    /// </summary>
    internal static IEnumerable<long?> ReadLabels(this CborReader reader)
    {
        for (reader.ReadStartMap(); reader.PeekState() != CborReaderState.EndMap;)
        {
            var isNumber = reader.IsAtInteger();
            if (!isNumber)
                reader.SkipValue();
            yield return isNumber ? reader.ReadInt64() : null;
        }
        reader.ReadEndMap();
    }

    /// <summary>The keys of the map that stands next, which are texts; likewise.</summary>
    internal static IEnumerable<string> ReadNames(this CborReader reader)
    {
        for (reader.ReadStartMap(); reader.PeekState() != CborReaderState.EndMap;)
            yield return reader.ReadTextString();
        reader.ReadEndMap();
    }

    /// <summary>Whether a text stands next.</summary>
    internal static bool IsAtText(this CborReader reader) =>
        reader.PeekState() is CborReaderState.TextString or CborReaderState.StartIndefiniteLengthTextString;

    /// <summary>Whether an integer stands next.</summary>
    internal static bool IsAtInteger(this CborReader reader) =>
        reader.PeekState() is CborReaderState.UnsignedInteger or CborReaderState.NegativeInteger;

    /// <summary>Reads a tag if it is this one.</summary>
    internal static bool TryReadTag(this CborReader reader, CborTag tag)
    {
        if (reader.PeekState() != CborReaderState.Tag || reader.PeekTag() != tag)
            return false;
        reader.ReadTag();
        return true;
    }

    /// <summary>What the reader says of bytes that are not as asked for, in the one word that callers know.</summary>
    private static T Guarded<T>(ReadOnlyMemory<byte> bytes, Func<CborReader, T> read)
    {
        if (bytes.Length > MaxBytes)
            throw new FormatException($"a document of CBOR has at most {MaxBytes} bytes");
        try
        {
            return read(new CborReader(bytes, CborConformanceMode.Strict, allowMultipleRootLevelValues: true));
        }
        catch (Exception e) when (e is CborContentException or InvalidOperationException or OverflowException)
        {
            throw new FormatException("not the CBOR that is asked for", e);
        }
    }

    /// <summary>Passes over one item with everything in it, within the bounds.</summary>
    private static void Walk(CborReader reader)
    {
        var (items, isTag) = (0, false);
        do
        {
            if (++items > MaxItems || reader.CurrentDepth > MaxDepth)
                throw new FormatException($"it has more than {MaxItems} items or {MaxDepth} levels");
            isTag = Step(reader) == CborReaderState.Tag;
        }
        while (isTag || reader.CurrentDepth > 0);
    }

    private static CborReaderState Step(CborReader reader)
    {
        var state = reader.PeekState();
        switch (state)
        {
            case CborReaderState.StartArray:
                reader.ReadStartArray();
                break;
            case CborReaderState.EndArray:
                reader.ReadEndArray();
                break;
            case CborReaderState.StartMap:
                reader.ReadStartMap();
                break;
            case CborReaderState.EndMap:
                reader.ReadEndMap();
                break;
            case CborReaderState.Tag:
                reader.ReadTag();
                break;
            default:
                reader.SkipValue();
                break;
        }
        return state;
    }
}
