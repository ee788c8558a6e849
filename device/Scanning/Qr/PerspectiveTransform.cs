namespace CheckIn.Gate.Scanning.Qr;

/// <summary>Maps the plane of a symbol (modules) onto the picture (pixels); four point pairs determine it.</summary>
internal readonly struct PerspectiveTransform
{
    private readonly float _a11, _a12, _a13, _a21, _a22, _a23, _a31, _a32, _a33;

    private PerspectiveTransform(
        float a11, float a21, float a31, float a12, float a22, float a32, float a13, float a23, float a33) =>
        (_a11, _a12, _a13, _a21, _a22, _a23, _a31, _a32, _a33) = (a11, a12, a13, a21, a22, a23, a31, a32, a33);

    /// <summary>The transform that takes each corner of one quadrilateral to the same corner of the other.</summary>
    internal static PerspectiveTransform Between(in QrCorners from, in QrCorners to) =>
        FromSquare(to).Times(FromSquare(from).Adjoint());

    internal PixelPoint Map(float x, float y)
    {
        var w = (_a13 * x) + (_a23 * y) + _a33;
        return new(((_a11 * x) + (_a21 * y) + _a31) / w, ((_a12 * x) + (_a22 * y) + _a32) / w);
    }

    private static PerspectiveTransform FromSquare(in QrCorners q)
    {
        var dx3 = q.TopLeft.X - q.TopRight.X + q.BottomRight.X - q.BottomLeft.X;
        var dy3 = q.TopLeft.Y - q.TopRight.Y + q.BottomRight.Y - q.BottomLeft.Y;
        var dx1 = q.TopRight.X - q.BottomRight.X;
        var dx2 = q.BottomLeft.X - q.BottomRight.X;
        var dy1 = q.TopRight.Y - q.BottomRight.Y;
        var dy2 = q.BottomLeft.Y - q.BottomRight.Y;
        var denominator = (dx1 * dy2) - (dx2 * dy1);
        var a13 = ((dx3 * dy2) - (dx2 * dy3)) / denominator;
        var a23 = ((dx1 * dy3) - (dx3 * dy1)) / denominator;
        return new(
            q.TopRight.X - q.TopLeft.X + (a13 * q.TopRight.X), q.BottomLeft.X - q.TopLeft.X + (a23 * q.BottomLeft.X), q.TopLeft.X,
            q.TopRight.Y - q.TopLeft.Y + (a13 * q.TopRight.Y), q.BottomLeft.Y - q.TopLeft.Y + (a23 * q.BottomLeft.Y), q.TopLeft.Y,
            a13, a23, 1);
    }

    /// <summary>The inverse up to a factor, which a projective map does not notice.</summary>
    private PerspectiveTransform Adjoint() => new(
        (_a22 * _a33) - (_a23 * _a32), (_a23 * _a31) - (_a21 * _a33), (_a21 * _a32) - (_a22 * _a31),
        (_a13 * _a32) - (_a12 * _a33), (_a11 * _a33) - (_a13 * _a31), (_a12 * _a31) - (_a11 * _a32),
        (_a12 * _a23) - (_a13 * _a22), (_a13 * _a21) - (_a11 * _a23), (_a11 * _a22) - (_a12 * _a21));

    private PerspectiveTransform Times(in PerspectiveTransform o) => new(
        (_a11 * o._a11) + (_a21 * o._a12) + (_a31 * o._a13),
        (_a11 * o._a21) + (_a21 * o._a22) + (_a31 * o._a23),
        (_a11 * o._a31) + (_a21 * o._a32) + (_a31 * o._a33),
        (_a12 * o._a11) + (_a22 * o._a12) + (_a32 * o._a13),
        (_a12 * o._a21) + (_a22 * o._a22) + (_a32 * o._a23),
        (_a12 * o._a31) + (_a22 * o._a32) + (_a32 * o._a33),
        (_a13 * o._a11) + (_a23 * o._a12) + (_a33 * o._a13),
        (_a13 * o._a21) + (_a23 * o._a22) + (_a33 * o._a23),
        (_a13 * o._a31) + (_a23 * o._a32) + (_a33 * o._a33));
}
