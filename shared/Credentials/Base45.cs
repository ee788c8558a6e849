namespace CheckIn.Credentials;

/// <summary>
/// Base45, RFC 9285: bytes in the 45 characters that a QR code holds in its alphanumeric mode. Two bytes are three
/// characters, the least significant first; a last single byte is two. Strict: no lower case, no blanks beside the one
/// of the alphabet, no group above its range (section 6 asks that these be refused).
/// </summary>
public static class Base45
{
    private const byte None = 0xFF;

    private static ReadOnlySpan<byte> Alphabet => "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"u8;

    // The value of each byte, 0xFF where it has none.
    private static readonly byte[] Values = ValuesOf(Alphabet);

    /// <summary>Bytes that a text of so many characters has at most.</summary>
    public static int MaxDecodedLength(int textLength) => (textLength / 3 * 2) + (textLength % 3 == 2 ? 1 : 0);

    /// <summary>Characters of so many bytes.</summary>
    public static int EncodedLength(int byteLength) => (byteLength / 2 * 3) + (byteLength % 2 * 2);

    /// <summary>Decodes; allocates nothing.</summary>
    /// <param name="text">The characters, ASCII.</param>
    /// <param name="into">At least <see cref="MaxDecodedLength"/>.</param>
    /// <param name="written">Bytes of <paramref name="into"/> that are the result; 0 when false.</param>
    /// <returns>False when it is not Base45, or <paramref name="into"/> is too short.</returns>
    public static bool TryDecode(ReadOnlySpan<byte> text, Span<byte> into, out int written)
    {
        written = 0;
        if (text.Length % 3 == 1 || into.Length < MaxDecodedLength(text.Length))
            return false;
        var at = 0;
        for (; text.Length >= 3; text = text[3..])
        {
            var (low, mid, high) = (Values[text[0]], Values[text[1]], Values[text[2]]);
            var value = low + (45 * mid) + (2025 * high);
            if ((low | mid | high) == None || value > ushort.MaxValue)
                return false;
            into[at++] = (byte)(value >> 8);
            into[at++] = (byte)value;
        }
        if (text.Length == 2)
        {
            var (low, high) = (Values[text[0]], Values[text[1]]);
            var value = low + (45 * high);
            if ((low | high) == None || value > byte.MaxValue)
                return false;
            into[at++] = (byte)value;
        }
        written = at;
        return true;
    }

    /// <summary>Encodes; allocates nothing.</summary>
    /// <param name="bytes">Any bytes.</param>
    /// <param name="into">At least <see cref="EncodedLength"/>.</param>
    /// <returns>Characters written.</returns>
    /// <exception cref="ArgumentException"><paramref name="into"/> is too short.</exception>
    public static int Encode(ReadOnlySpan<byte> bytes, Span<byte> into)
    {
        var length = EncodedLength(bytes.Length);
        if (into.Length < length)
            throw new ArgumentException($"{length} characters do not fit into {into.Length}.", nameof(into));
        var at = 0;
        for (; bytes.Length >= 2; bytes = bytes[2..])
        {
            var value = (bytes[0] << 8) | bytes[1];
            into[at++] = Alphabet[value % 45];
            into[at++] = Alphabet[value / 45 % 45];
            into[at++] = Alphabet[value / 2025];
        }
        if (bytes.Length == 1)
        {
            into[at++] = Alphabet[bytes[0] % 45];
            into[at] = Alphabet[bytes[0] / 45];
        }
        return length;
    }

    private static byte[] ValuesOf(ReadOnlySpan<byte> alphabet)
    {
        var values = new byte[256];
        values.AsSpan().Fill(None);
        for (var i = 0; i < alphabet.Length; i++)
            values[alphabet[i]] = (byte)i;
        return values;
    }
}
