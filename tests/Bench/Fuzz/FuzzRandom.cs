using System.Runtime.InteropServices;

namespace CheckIn.Bench.Fuzz;

/// <summary>
/// Chance that depends on a seed and an input's number alone, so that any input can be made again by itself, whichever
/// thread made it and however many there were before (SplitMix64).
/// </summary>
internal sealed class FuzzRandom(long seed, long index)
{
    private const ulong Step = 0x9E3779B97F4A7C15;
    private ulong _state = Mix((ulong)seed * Step) ^ Mix((ulong)index + Step);

    internal ulong Bits() => Mix(_state += Step);

    /// <summary>0 to <paramref name="below"/> - 1.</summary>
    internal int Next(int below) => (int)((Bits() >> 32) * (ulong)below >> 32);

    internal int Between(int least, int most) => least + Next(most - least + 1);

    internal double Between(double least, double most) => least + (Bits() * (1.0 / ulong.MaxValue) * (most - least));

    /// <summary>True once in <paramref name="times"/>.</summary>
    internal bool OnceIn(int times) => Next(times) == 0;

    internal T Pick<T>(IReadOnlyList<T> choices) => choices[Next(choices.Count)];

    internal void Fill(Span<byte> bytes)
    {
        var words = MemoryMarshal.Cast<byte, ulong>(bytes);
        for (var i = 0; i < words.Length; i++)
            words[i] = Bits();
        for (var i = words.Length * sizeof(ulong); i < bytes.Length; i++)
            bytes[i] = (byte)Bits();
    }

    private static ulong Mix(ulong z)
    {
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
