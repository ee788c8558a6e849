namespace CheckIn.Gate.Scanning.Qr;

/// <summary>Sums over squares of a grid in constant time, from sums over everything above and to the left.</summary>
internal sealed class BoxSums
{
    private const int Side = QrVersion.LargestSize + 1;
    private readonly float[] _sums = new float[Side * Side];
    private int _size;

    internal void Build(ReadOnlySpan<float> values, int size)
    {
        Begin(size);
        for (var y = 0; y < size; y++)
        {
            float row = 0;
            for (var x = 0; x < size; x++)
                Put(x, y, row += values[(y * size) + x]);
        }
    }

    /// <summary>Only of the values below their limits.</summary>
    internal void Build(ReadOnlySpan<float> values, int size, ReadOnlySpan<float> limits)
    {
        Begin(size);
        for (var y = 0; y < size; y++)
        {
            float row = 0;
            for (var x = 0; x < size; x++)
            {
                var at = (y * size) + x;
                Put(x, y, row += values[at] < limits[at] ? values[at] : 0);
            }
        }
    }

    /// <summary>How many values are below their limits.</summary>
    internal void Count(ReadOnlySpan<float> values, int size, ReadOnlySpan<float> limits)
    {
        Begin(size);
        for (var y = 0; y < size; y++)
        {
            float row = 0;
            for (var x = 0; x < size; x++)
                Put(x, y, row += values[(y * size) + x] < limits[(y * size) + x] ? 1 : 0);
        }
    }

    internal float Sum(int x, int y, int radius)
    {
        int left = Math.Max(0, x - radius), right = Math.Min(_size, x + radius + 1);
        int top = Math.Max(0, y - radius) * Side, bottom = Math.Min(_size, y + radius + 1) * Side;
        return _sums[bottom + right] - _sums[bottom + left] - _sums[top + right] + _sums[top + left];
    }

    /// <summary>Places in the square around a place, less what lies outside.</summary>
    internal int Area(int x, int y, int radius) =>
        (Math.Min(_size, x + radius + 1) - Math.Max(0, x - radius)) * (Math.Min(_size, y + radius + 1) - Math.Max(0, y - radius));

    internal float Mean(int x, int y, int radius) => Sum(x, y, radius) / Area(x, y, radius);

    private void Begin(int size)
    {
        _size = size;
        _sums.AsSpan(0, size + 1).Clear();
        for (var y = 1; y <= size; y++)
            _sums[y * Side] = 0;
    }

    private void Put(int x, int y, float row) => _sums[((y + 1) * Side) + x + 1] = _sums[(y * Side) + x + 1] + row;
}
