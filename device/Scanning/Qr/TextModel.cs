namespace CheckIn.Gate.Scanning.Qr;

/// <summary>
/// What bytes would cost, in bits, as text of a character set: little where its common characters stand in their usual
/// company, much where rare ones stand alone. A class of characters with a share s of the text and n members costs
/// log2(n / s) a character; the shares are those of everyday text, rounded. To that comes what it costs to change
/// between ASCII and the other characters: an accent stands between Latin letters, a hanzi or a Cyrillic letter among
/// its like. Bytes that are no characters of the set, and control characters, cost infinitely much. The weights need not be exact: the right set
/// gains a few bits with every character, so that a word or two decides.
/// </summary>
/// <param name="Set">The character set.</param>
/// <param name="Prior">How rare codes in this set are that do not say so, in bits.</param>
/// <param name="Ranges">Its characters beyond ASCII; of several ranges that fit, the first counts.</param>
internal sealed record TextModel(CharacterSet Set, double Prior, ByteRange[] Ranges)
{
    private const double AsciiBits = 6;

    /// <summary>A first character after the start, a space or a sign.</summary>
    internal double Enter { get; init; } = 1.7;
    /// <summary>A first character after an ASCII letter.</summary>
    internal double EnterInWord { get; init; } = 4;
    /// <summary>Another character after one.</summary>
    internal double Stay { get; init; } = 0.2;
    /// <summary>A space or a sign after a character.</summary>
    internal double Leave { get; init; } = 3.3;
    /// <summary>An ASCII letter after a character.</summary>
    internal double LeaveInWord { get; init; } = 5;

    /// <summary>Segments that speak for the set when they are in the same message; its prior is then nothing.</summary>
    internal int? Kin { get; init; }

    internal double Cost(ReadOnlySpan<byte> text)
    {
        var cost = 0.0;
        bool inside = false, letter = false;
        for (var i = 0; i < text.Length;)
        {
            if (IsBinary(text[i]))
                return double.PositiveInfinity;
            if (text[i] < 0x80)
            {
                letter = char.IsAsciiLetter((char)text[i++]);
                cost += AsciiBits + (!inside ? 0 : letter ? LeaveInWord : Leave);
                inside = false;
                continue;
            }
            if (RangeAt(text[i..]) is not { } range)
                return double.PositiveInfinity;
            cost += range.Bits + (inside ? Stay : letter ? EnterInWord : Enter);
            i += range.Length;
            (inside, letter) = (true, false);
        }
        return cost;
    }

    /// <summary>Control characters other than tab, line ends, and the separators of GS1 and ISO/IEC 15434.</summary>
    private static bool IsBinary(byte value) =>
        value is 0x7F or < 0x20 and not (0x04 or 0x09 or 0x0A or 0x0D or (>= 0x1C and <= 0x1F));

    private ByteRange? RangeAt(ReadOnlySpan<byte> text)
    {
        foreach (var range in Ranges)
        {
            if (range.Begins(text))
                return range;
        }
        return null;
    }
}
