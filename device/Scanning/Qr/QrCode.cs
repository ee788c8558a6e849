namespace CheckIn.Gate.Scanning.Qr;

/// <summary>Error correction level (ISO/IEC 18004).</summary>
public enum ErrorCorrectionLevel { L, M, Q, H }

/// <summary>A point in pixels, from the top left.</summary>
public readonly record struct PixelPoint(float X, float Y);

/// <summary>Corners of a symbol, in the symbol's own order.</summary>
public readonly record struct QrCorners(
    PixelPoint TopLeft, PixelPoint TopRight, PixelPoint BottomRight, PixelPoint BottomLeft)
{
    /// <summary>True when a point lies between the corners.</summary>
    public bool Surround(PixelPoint point)
    {
        var a = Side(TopLeft, TopRight, point);
        var b = Side(TopRight, BottomRight, point);
        var c = Side(BottomRight, BottomLeft, point);
        var d = Side(BottomLeft, TopLeft, point);
        return (a >= 0 && b >= 0 && c >= 0 && d >= 0) || (a <= 0 && b <= 0 && c <= 0 && d <= 0);
    }

    private static float Side(PixelPoint a, PixelPoint b, PixelPoint point) =>
        ((b.X - a.X) * (point.Y - a.Y)) - ((b.Y - a.Y) * (point.X - a.X));
}

/// <summary>A code that was read.</summary>
/// <param name="Bytes">The data as bytes; byte segments raw, the other modes as ASCII, Shift-JIS or GB 2312.</param>
/// <param name="Text">The data as text, without a byte order mark at its start.</param>
/// <param name="CharacterSet">
/// How the text came about: "ascii", "kanji" and "hanzi" where the segments leave no choice; "utf-8"; a name such as
/// "shift-jis", "gb18030", "big5", "euc-kr", "latin-1", "windows-1252" by evidence; "eci:20" by the ECI's word;
/// "utf-8 (eci:3)" against it. Several, in their order, are set apart by ", ".
/// </param>
/// <param name="Corners">Where it stood in the picture.</param>
/// <param name="Version">1 to 40.</param>
/// <param name="Level">Error correction level.</param>
/// <param name="Mask">0 to 7.</param>
/// <param name="ErrorsCorrected">Codewords corrected.</param>
/// <param name="Inverted">Light modules on dark ground.</param>
/// <param name="Mirrored">Seen from behind.</param>
public sealed record QrCode(
    ReadOnlyMemory<byte> Bytes, string Text, string CharacterSet, QrCorners Corners, int Version,
    ErrorCorrectionLevel Level, int Mask, int ErrorsCorrected, bool Inverted, bool Mirrored)
{
    /// <summary>The symbol's place in a message of several symbols; null for one that stands alone.</summary>
    public StructuredAppend? StructuredAppend { get; init; }

    /// <summary>
    /// What FNC1 says of the data: "gs1" for GS1's element strings (first position), else the application indicator that
    /// AIM assigned, two digits or a letter (second position); null without FNC1.
    /// </summary>
    public string? Application { get; init; }
}
