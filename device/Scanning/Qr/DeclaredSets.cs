namespace CheckIn.Gate.Scanning.Qr;

/// <summary>
/// The character set of bytes behind an ECI. Strict UTF-8 comes first, whatever is declared, for many an encoder declares
/// Latin-1 and writes UTF-8. Two kinds of declaration are believed before: UTF-16 and UTF-32, whose bytes of Latin letters
/// would pass for UTF-8 full of zeros, and the double-byte sets, as long as nothing but pairs speaks for UTF-8: few
/// hanzi may be such pairs by chance. A number that is not known, or bytes that its set does not have, leave evidence.
/// </summary>
internal static class DeclaredSets
{
    private const int Utf8 = 26;

    /// <summary>ECI assignment numbers (AIM ITS/04-023) with code pages of the platform.</summary>
    private static readonly Dictionary<int, CharacterSet> Sets = new (int Eci, int Page)[]
    {
        (0, 437), (1, 28591), (2, 437), (3, 28591), (4, 28592), (5, 28593), (6, 28594), (7, 28595), (8, 28596), (9, 28597),
        (10, 28598), (11, 28599), (13, 874), (15, 28603), (17, 28605), (20, 932), (21, 1250), (22, 1251), (23, 1252),
        (24, 1256), (25, 1201), (27, 20127), (28, 950), (29, 936), (30, 949), (31, 936), (32, 54936), (33, 1200),
        (34, 12001), (35, 12000), (170, 20127),
    }.ToDictionary(set => set.Eci, set => new CharacterSet($"eci:{set.Eci}", CharacterSet.Page(set.Page)));

    internal static CharacterSet Choose(ReadOnlySpan<byte> bytes, int eci)
    {
        Sets.TryGetValue(eci, out var declared);
        var believed = eci is 25 or 33 or 34 or 35 || (eci is 20 or (>= 28 and <= 32) && OnlyPairs(bytes));
        if (believed && declared!.Fits(bytes))
            return declared;
        if (CharacterSet.Utf8.Fits(bytes))
            return eci == Utf8 ? CharacterSet.Utf8 : In(CharacterSet.Utf8, eci);
        if (declared is not null && declared.Fits(bytes))
            return declared;
        return In(CharacterEvidence.Choose(bytes), eci);
    }

    private static CharacterSet In(CharacterSet set, int eci) => set with { Name = $"{set.Name} (eci:{eci})" };

    /// <summary>No byte that would begin three or four bytes of UTF-8, but some beyond ASCII.</summary>
    private static bool OnlyPairs(ReadOnlySpan<byte> bytes) =>
        !bytes.ContainsAnyInRange((byte)0xE0, (byte)0xFF) && bytes.ContainsAnyInRange((byte)0x80, (byte)0xDF);
}
