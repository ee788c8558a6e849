namespace CheckIn.Bench.Fuzz;

/// <summary>A frame that is drawn into; its first or its last byte lies at a guard.</summary>
internal sealed class FuzzFrame : IDisposable
{
    /// <summary>Most pixels of a frame, with its stride.</summary>
    internal const int Capacity = 1400 * 1100;

    private readonly GuardedMemory _memory = new(Capacity);
    private int _start;

    internal int Width { get; private set; }
    internal int Height { get; private set; }
    internal int Stride { get; private set; }

    /// <summary>Exactly the bytes that belong to the frame.</summary>
    internal Span<byte> Pixels =>
        _memory.Span.Slice(_start, Height == 0 ? 0 : ((Height - 1) * Stride) + Width);

    internal Span<byte> Row(int y) => Pixels.Slice(y * Stride, Width);

    /// <summary>Begins a frame of noise, which stays where the rows' ends are not drawn into.</summary>
    internal void Begin(int width, int height, int stride, FuzzRandom random)
    {
        (Width, Height, Stride, _start) = (width, height, stride, 0);
        if (random.OnceIn(2))
            _start = _memory.Length - Pixels.Length;
        random.Fill(Pixels);
    }

    public void Dispose() => _memory.Dispose();
}
