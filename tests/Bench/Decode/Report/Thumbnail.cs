using CheckIn.Fixtures;
using CheckIn.Gate.Scanning.Pictures;

namespace CheckIn.Bench.Decode.Report;

/// <summary>A picture made smaller, each pixel the mean of those it stands for.</summary>
internal static class Thumbnail
{
    private const int Side = 480;

    internal static GreyPicture Of(LuminancePicture picture)
    {
        var shrink = Math.Max(1, (Math.Max(picture.Width, picture.Height) + Side - 1) / Side);
        var small = GreyPicture.Of(Math.Max(1, picture.Width / shrink), Math.Max(1, picture.Height / shrink), 0);
        for (var y = 0; y < small.Height; y++)
        {
            for (var x = 0; x < small.Width; x++)
                small[x, y] = Mean(picture, x * shrink, y * shrink, shrink);
        }
        return small;
    }

    private static byte Mean(LuminancePicture picture, int left, int top, int side)
    {
        var (right, bottom) = (Math.Min(picture.Width, left + side), Math.Min(picture.Height, top + side));
        var sum = 0;
        for (var y = top; y < bottom; y++)
        {
            for (var x = left; x < right; x++)
                sum += picture.Pixels[(y * picture.Width) + x];
        }
        return (byte)(sum / ((right - left) * (bottom - top)));
    }
}
