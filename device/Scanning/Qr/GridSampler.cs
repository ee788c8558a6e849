namespace CheckIn.Gate.Scanning.Qr;

/// <summary>Looks at the centre of every module; a module outside the picture counts as light.</summary>
internal static class GridSampler
{
    internal static void Sample(Bitmap bitmap, in PerspectiveTransform transform, int size, ModuleGrid grid)
    {
        grid.Reset(size);
        for (var y = 0; y < size; y++)
        {
            for (var x = 0; x < size; x++)
            {
                grid.Set(x, y, IsDark(bitmap, transform, x, y));
            }
        }
    }

    /// <summary>Share of finder and timing modules that are as they must be, 0 to 1; chance gives about a half.</summary>
    internal static float FunctionPatternMatch(Bitmap bitmap, in PerspectiveTransform transform, int size)
    {
        int right = 0, all = 147;
        for (var y = 0; y < 7; y++)
        {
            for (var x = 0; x < 7; x++)
            {
                var dark = Math.Max(Math.Abs(x - 3), Math.Abs(y - 3)) != 2;
                right += IsDark(bitmap, transform, x, y) == dark ? 1 : 0;
                right += IsDark(bitmap, transform, size - 1 - x, y) == dark ? 1 : 0;
                right += IsDark(bitmap, transform, x, size - 1 - y) == dark ? 1 : 0;
            }
        }
        if (right < 0.6f * all)
            return 0;
        for (var i = 8; i < size - 8; i++, all += 2)
        {
            var dark = (i & 1) == 0;
            right += IsDark(bitmap, transform, i, 6) == dark ? 1 : 0;
            right += IsDark(bitmap, transform, 6, i) == dark ? 1 : 0;
        }
        return right / (float)all;
    }

    private static bool IsDark(Bitmap bitmap, in PerspectiveTransform transform, int x, int y)
    {
        var point = transform.Map(x + 0.5f, y + 0.5f);
        // The comparison also turns away what is not a number.
        return point.X >= 0 && point.Y >= 0 && point.X < bitmap.Width && point.Y < bitmap.Height
            && bitmap.IsDark((int)point.X, (int)point.Y);
    }
}
