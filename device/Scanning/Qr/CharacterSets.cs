using System.Text;

namespace CheckIn.Gate.Scanning.Qr;

/// <summary>
/// Bytes to text. Strict UTF-8 comes first, whatever else is declared: the identity cards of Vietnam carry UTF-8 without
/// saying so. (Declared UTF-16 is believed at once: its bytes of Latin letters would pass for UTF-8 full of zeros.)
/// Then the ECI's word; then, by evidence, Shift-JIS or Latin-1.
/// </summary>
internal static class CharacterSets
{
    private const int Utf16 = 25;
    private static readonly UTF8Encoding Utf8 = new(false, throwOnInvalidBytes: true);
    private static readonly Encoding ShiftJis = Register(932);

    /// <summary>Character sets by ECI assignment number (AIM ITS/04-023); code pages of the platform.</summary>
    private static readonly Dictionary<int, int> CodePages = new()
    {
        [0] = 437,
        [1] = 28591,
        [2] = 437,
        [3] = 28591,
        [4] = 28592,
        [5] = 28593,
        [6] = 28594,
        [7] = 28595,
        [8] = 28596,
        [9] = 28597,
        [10] = 28598,
        [11] = 28599,
        [13] = 874,
        [15] = 28603,
        [17] = 28605,
        [20] = 932,
        [21] = 1250,
        [22] = 1251,
        [23] = 1252,
        [24] = 1256,
        [Utf16] = 1201,
        [26] = 65001,
        [27] = 20127,
        [28] = 950,
        [29] = 936,
        [30] = 51949,
        [32] = 54936,
    };

    /// <summary>The text of a byte segment, and the name of the character set it was taken for.</summary>
    internal static string Decode(ReadOnlySpan<byte> bytes, int? eci, out string name)
    {
        if (eci != Utf16 && TryUtf8(bytes, out var text))
        {
            name = eci is null or 26 ? "utf-8" : $"utf-8 (eci:{eci})";
            return text;
        }
        if (eci is { } declared && CodePages.TryGetValue(declared, out var page))
        {
            name = $"eci:{declared}";
            return Register(page).GetString(bytes);
        }
        if (LooksShiftJis(bytes))
        {
            name = "shift-jis";
            return ShiftJis.GetString(bytes);
        }
        name = "latin-1";
        return Encoding.Latin1.GetString(bytes);
    }

    internal static string DecodeShiftJis(ReadOnlySpan<byte> bytes) => ShiftJis.GetString(bytes);

    private static bool TryUtf8(ReadOnlySpan<byte> bytes, out string text)
    {
        try
        {
            text = Utf8.GetString(bytes);
            return true;
        }
        catch (DecoderFallbackException)
        {
            text = "";
            return false;
        }
    }

    /// <summary>Every byte fits Shift-JIS, and pairs are at least as many as single katakana: scattered accents are not.</summary>
    private static bool LooksShiftJis(ReadOnlySpan<byte> bytes)
    {
        int pairs = 0, katakana = 0;
        for (var i = 0; i < bytes.Length; i++)
        {
            var b = bytes[i];
            if (b < 0x80)
                continue;
            if (b is >= 0xA1 and <= 0xDF)
            {
                katakana++;
                continue;
            }
            if (b is 0x80 or 0xA0 or > 0xFC || i + 1 == bytes.Length)
                return false;
            var second = bytes[++i];
            if (second is < 0x40 or 0x7F or > 0xFC)
                return false;
            pairs++;
        }
        return pairs > 0 ? pairs >= katakana / 4 : katakana >= 3;
    }

    private static Encoding Register(int codePage)
    {
        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
        return Encoding.GetEncoding(codePage);
    }
}
