using System.Buffers.Binary;
using System.Numerics;

namespace CheckIn.Passes;

/// <summary>
/// Passes that are good no more, as a gate has them: the first 40 bits of each (<see cref="PassId.Short"/>), which no
/// other pass of that hub has, so that nobody is refused for another's sake. The document has them in ascending order,
/// as differences in Rice's code, whose parameter follows from their number: 3.1 bytes for each of 100,000, where the
/// best that any code can do is 3.1 too. A filter that sometimes errs would be smaller, and would refuse good passes
/// that are issued after it was made. In memory: 4 bytes for each and 256 KiB to find them by.
/// <para>Document, big endian: <c>CIR1</c>; version (64 bits); when it was made (64 bits, Unix seconds); number
/// (32 bits); then for each the difference to the one before, less 1 (from -1): its quotient by 2^k as ones and a
/// zero, its rest in k bits, highest first; zeros to the byte's end. k is the whole part of log2(2^40 / number).</para>
/// </summary>
public sealed class RevocationList
{
    /// <summary>Most passes on a list.</summary>
    public const int Most = 1_000_000;
    /// <summary>Most bytes of a document.</summary>
    public const int MaxBytes = HeadSize + (4 * Most);

    private const int HeadSize = 24;
    private const int IndexBits = 16;
    private const int RestBits = PassId.ShortBits - IndexBits;
    private const uint RestMask = (1u << RestBits) - 1;
    private const long Past = 1L << PassId.ShortBits;

    private readonly uint[] _rests;
    private readonly int[] _begins; // of those with the same first 16 bits; one more for the end

    private RevocationList(long version, DateTimeOffset issuedAt, long[] passes)
    {
        (Version, IssuedAt) = (version, issuedAt);
        (_rests, _begins) = (new uint[passes.Length], new int[(1 << IndexBits) + 1]);
        var bucket = 0;
        for (var i = 0; i < passes.Length; i++)
        {
            for (var own = (int)(passes[i] >> RestBits); bucket < own;)
                _begins[++bucket] = i;
            _rests[i] = (uint)passes[i] & RestMask;
        }
        while (bucket < 1 << IndexBits)
            _begins[++bucket] = passes.Length;
    }

    /// <summary>Nothing is revoked, and nobody has said so: of version 0 and the year 1970.</summary>
    public static RevocationList None { get; } = new(0, DateTimeOffset.UnixEpoch, []);

    /// <summary>The higher the later.</summary>
    public long Version { get; }

    /// <summary>When the hub made it.</summary>
    public DateTimeOffset IssuedAt { get; }

    /// <summary>How many passes are on it.</summary>
    public int Count => _rests.Length;

    /// <summary>Whether the pass is revoked.</summary>
    public bool Contains(PassId id)
    {
        var (bucket, rest) = ((int)(id.Short >> RestBits), (uint)id.Short & RestMask);
        return _rests.AsSpan(_begins[bucket], _begins[bucket + 1] - _begins[bucket]).BinarySearch(rest) >= 0;
    }

    /// <summary>Reads a document; strict, and bounded by its length.</summary>
    /// <exception cref="FormatException">It is none, or is cut or changed; the message says how it shows.</exception>
    public static RevocationList Parse(ReadOnlySpan<byte> document)
    {
        if (document.Length is < HeadSize or > MaxBytes || !document.StartsWith("CIR1"u8))
            throw new FormatException("It does not begin as a list of revocations does, or is too long for one.");
        var version = BinaryPrimitives.ReadInt64BigEndian(document[4..]);
        var issued = BinaryPrimitives.ReadInt64BigEndian(document[12..]);
        var count = BinaryPrimitives.ReadUInt32BigEndian(document[20..]);
        var codes = document[HeadSize..];
        if (version <= 0 || issued is < 0 or >= PassTimes.End || count > Most)
            throw new FormatException("Its version, its time or its number of passes is out of range.");
        var parameter = ParameterOf((int)count);
        if (codes.Length * 8L < count * (parameter + 1L))
            throw new FormatException($"It ends before the last of {count} passes.");
        return new(version, DateTimeOffset.FromUnixTimeSeconds(issued), ReadPasses(codes, (int)count, parameter));
    }

    /// <summary>Writes a document.</summary>
    /// <param name="version">Above 0, and above that of every list before.</param>
    /// <param name="issuedAt">Now.</param>
    /// <param name="passes"><see cref="PassId.Short"/> of each, in ascending order, none twice.</param>
    /// <exception cref="ArgumentException">There are too many, or they are not in order.</exception>
    public static byte[] Write(long version, DateTimeOffset issuedAt, IReadOnlyCollection<long> passes)
    {
        ArgumentNullException.ThrowIfNull(passes);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(version);
        if (passes.Count > Most)
            throw new ArgumentException($"A list has at most {Most} passes, not {passes.Count}.", nameof(passes));
        var writer = new RiceWriter(ParameterOf(passes.Count), HeadSize);
        BinaryPrimitives.WriteInt64BigEndian(writer.Head[4..], version);
        BinaryPrimitives.WriteInt64BigEndian(writer.Head[12..], issuedAt.ToUnixTimeSeconds());
        BinaryPrimitives.WriteInt32BigEndian(writer.Head[20..], passes.Count);
        "CIR1"u8.CopyTo(writer.Head);
        var before = -1L;
        foreach (var pass in passes)
        {
            if (pass <= before || pass >= Past)
                throw new ArgumentException("The passes are not in ascending order, or out of range.", nameof(passes));
            writer.Add(pass - before - 1);
            before = pass;
        }
        return writer.ToArray();
    }

    private static int ParameterOf(int count) => count == 0 ? 0 : BitOperations.Log2((ulong)Past / (ulong)count);

    private static long[] ReadPasses(ReadOnlySpan<byte> codes, int count, int parameter)
    {
        var (passes, pass) = (new long[count], -1L);
        var reader = new RiceReader(codes, parameter);
        for (var i = 0; i < count; i++)
        {
            if (!reader.TryRead(out var difference) || difference >= Past - pass - 1)
                throw new FormatException($"Its pass {i + 1} of {count} is cut off, or out of range.");
            passes[i] = pass += difference + 1;
        }
        return reader.IsAtEnd ? passes : throw new FormatException("Something follows its last pass.");
    }
}
