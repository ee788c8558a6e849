using static CheckIn.Gate.Scanning.Qr.ByteRange;

namespace CheckIn.Gate.Scanning.Qr;

/// <summary>The character sets that are found in codes without an ECI, each with its classes of characters.</summary>
internal static class TextModels
{
    /// <summary>Letters of Western Europe: ð, ÷, þ and ÿ are rare among them.</summary>
    private static readonly ByteRange[] WesternLetters =
    [
        Single(0xF0, 0xF0, 10), Single(0xF7, 0xF7, 10), Single(0xFE, 0xFF, 10), Single(0xE0, 0xFF, 5.3),
        Single(0xDF, 0xDF, 6), Single(0xC0, 0xDE, 8), Single(0xB0, 0xB0, 6), Single(0xA0, 0xBF, 8),
    ];

    /// <summary>Windows' quotation marks, dashes and euro; the five bytes that it does not have are no text.</summary>
    private static readonly ByteRange[] WesternSigns =
    [
        Single(0x80, 0x80, 9), Single(0x82, 0x8C, 10), Single(0x8E, 0x8E, 10), Single(0x91, 0x97, 9),
        Single(0x98, 0x9C, 10), Single(0x9E, 0x9F, 10),
    ];

    /// <summary>JIS X 0208 in its rows: signs, letters, kana, common kanji, the rest.</summary>
    private static readonly ByteRange[] JapanesePairs =
    [
        Pairs(0x82, 0x82, 0x9F, 0xF1, 7.4), Pairs(0x83, 0x83, 0x40, 0x96, 9.2), Pairs(0x81, 0x81, 0x40, 0xAC, 10.8),
        Pairs(0x82, 0x82, 0x4F, 0x9A, 11.5), Pairs(0x88, 0x88, 0x9F, 0xFC, 13.5), Pairs(0x89, 0x97, 0x40, 0xFC, 13.5),
        Pairs(0x98, 0x98, 0x40, 0x72, 13.5), Pairs(0x98, 0x9F, 0x40, 0xFC, 18), Pairs(0xE0, 0xEA, 0x40, 0xFC, 18),
        Pairs(0x81, 0x84, 0x40, 0xFC, 16), Pairs(0x87, 0x87, 0x40, 0x9C, 17), Pairs(0xED, 0xEE, 0x40, 0xFC, 20),
        Pairs(0xFA, 0xFC, 0x40, 0xFC, 20),
    ];

    /// <summary>Half-width katakana: the sound marks, the long vowel and the most common syllables; the others; signs.</summary>
    private static readonly ByteRange[] Katakana =
    [
        Single(0xDE, 0xDE, 4.3), Single(0xB0, 0xB0, 4.3), Single(0xDD, 0xDD, 4.3), Single(0xBD, 0xBD, 4.3),
        Single(0xC4, 0xC4, 4.3), Single(0xB2, 0xB2, 4.3), Single(0xD9, 0xD9, 4.3), Single(0xD7, 0xD7, 4.5),
        Single(0xB1, 0xDF, 6.7), Single(0xA6, 0xAF, 8), Single(0xA1, 0xA5, 8),
    ];

    internal static readonly TextModel[] Known =
    [
        Latin(CharacterSet.Latin1, WesternLetters),
        Latin(new("windows-1252", CharacterSet.Page(1252)), [.. WesternLetters, .. WesternSigns]),
        CentralEuropean(), Japanese(0, JapanesePairs), Japanese(6, [.. JapanesePairs, .. Katakana]), Gb18030(), Big5(), Korean(), Cyrillic(),
    ];

    private static TextModel Latin(CharacterSet set, ByteRange[] ranges) =>
        new(set, 0, ranges) { Enter = 4.5, EnterInWord = 3.3, Stay = 4.3, Leave = 1, LeaveInWord = 0.5 };

    /// <summary>Polish, Czech, Hungarian: letters where Western Europe has signs.</summary>
    private static TextModel CentralEuropean() => new(new("windows-1250", CharacterSet.Page(1250)), 2,
    [
        Single(0xB3, 0xB3, 6), Single(0xB9, 0xBA, 6.5), Single(0xBE, 0xBF, 6.5), Single(0xA3, 0xA3, 8),
        Single(0xA5, 0xA5, 8), Single(0xAA, 0xAA, 8), Single(0xAF, 0xAF, 8), Single(0xBC, 0xBC, 8),
        Single(0x9A, 0x9A, 6.5), Single(0x9C, 0x9F, 7), Single(0x8A, 0x8A, 7.5), Single(0x8C, 0x8F, 8.5),
        Single(0xE0, 0xFE, 5.7), Single(0xC0, 0xDF, 8.3), Single(0xA0, 0xBF, 10), Single(0x82, 0x99, 10.5),
    ])
    { Enter = 4.5, EnterInWord = 3.1, Stay = 3.5, Leave = 1, LeaveInWord = 0.5 };

    private static TextModel Japanese(double prior, ByteRange[] ranges) =>
        new(new("shift-jis", CharacterSet.Page(932)), prior, ranges) { Enter = 2.5, Kin = SegmentBuffer.Kanji };

    /// <summary>GB 2312: punctuation, common hanzi, rarer hanzi; then what GBK added, and half of four-byte characters.</summary>
    private static TextModel Gb18030() => new(new("gb18030", CharacterSet.Page(54936)), 3,
    [
        Pairs(0xA3, 0xA3, 0xA1, 0xFE, 11.5), Pairs(0xA1, 0xA1, 0xA1, 0xFE, 11.5), Pairs(0xB0, 0xC8, 0xA1, 0xFE, 12.4),
        Pairs(0xC9, 0xD7, 0xA1, 0xFE, 11.6), Pairs(0xD8, 0xF7, 0xA1, 0xFE, 16), Pairs(0xA2, 0xA9, 0xA1, 0xFE, 17),
        Pairs(0x81, 0xFE, 0x40, 0xFE, 20), Pairs(0x81, 0xFE, 0x30, 0x39, 14),
    ])
    { Kin = SegmentBuffer.Hanzi };

    /// <summary>Punctuation, common and rarer hanzi; a common character's second byte is as often an ASCII letter as not.</summary>
    private static TextModel Big5() => new(new("big5", CharacterSet.Page(950)), 5,
    [
        Pairs(0xA4, 0xC6, 0xA1, 0xFE, 12.6), Pairs(0xA4, 0xC6, 0x40, 0x7E, 12.6), Pairs(0xA1, 0xA3, 0xA1, 0xFE, 12.5),
        Pairs(0xA1, 0xA3, 0x40, 0x7E, 12.5), Pairs(0xC9, 0xF9, 0xA1, 0xFE, 17), Pairs(0xC9, 0xF9, 0x40, 0x7E, 17),
    ]);

    /// <summary>Hangul, signs, hanja; then the rare syllables that Windows added. Words are short and spaced.</summary>
    private static TextModel Korean() => new(new("euc-kr", CharacterSet.Page(949)), 8,
    [
        Pairs(0xB0, 0xC8, 0xA1, 0xFE, 11.3), Pairs(0xA1, 0xA3, 0xA1, 0xFE, 13), Pairs(0xCA, 0xFD, 0xA1, 0xFE, 18),
        Pairs(0xA4, 0xAC, 0xA1, 0xFE, 18), Pairs(0x81, 0xC6, 0x41, 0xFE, 19),
    ])
    { Leave = 2 };

    private static TextModel Cyrillic() => new(new("windows-1251", CharacterSet.Page(1251)), 5,
    [
        Single(0xE0, 0xFF, 5.2), Single(0xC0, 0xDF, 7), Single(0xB8, 0xB8, 9), Single(0xA8, 0xA8, 10),
        Single(0xA0, 0xBF, 9.5), Single(0x80, 0x97, 12), Single(0x99, 0x9F, 12),
    ])
    { EnterInWord = 6, Leave = 2.5, LeaveInWord = 6 };
}
