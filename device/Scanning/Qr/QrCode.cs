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
/// <param name="Bytes">The data as bytes; byte segments raw, the other modes as ASCII or Shift-JIS.</param>
/// <param name="Text">The data as text.</param>
/// <param name="CharacterSet">How the text came about, such as "utf-8", "eci:26", "shift-jis", "latin-1".</param>
/// <param name="Corners">Where it stood in the picture.</param>
/// <param name="Version">1 to 40.</param>
/// <param name="Level">Error correction level.</param>
/// <param name="Mask">0 to 7.</param>
/// <param name="ErrorsCorrected">Codewords corrected.</param>
/// <param name="Inverted">Light modules on dark ground.</param>
/// <param name="Mirrored">Seen from behind.</param>
public sealed record QrCode(
    ReadOnlyMemory<byte> Bytes, string Text, string CharacterSet, QrCorners Corners, int Version,
    ErrorCorrectionLevel Level, int Mask, int ErrorsCorrected, bool Inverted, bool Mirrored);
