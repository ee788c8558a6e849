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
                var point = transform.Map(x + 0.5f, y + 0.5f);
                // The comparison also turns away what is not a number.
                var inside = point.X >= 0 && point.Y >= 0 && point.X < bitmap.Width && point.Y < bitmap.Height;
                grid.Set(x, y, inside && bitmap.IsDark((int)point.X, (int)point.Y));
            }
        }
    }
}
