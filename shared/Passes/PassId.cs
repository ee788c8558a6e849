using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;

namespace CheckIn.Passes;

/// <summary>
/// Which pass it is: 12 random bytes, the claim <c>cti</c>, told to people as 24 hexadecimal digits. It says nothing of
/// who holds it. The hub issues no two passes with the same first 40 bits (<see cref="Short"/>), so that a list of
/// these short forms names the passes on it and no other one, of before or after the list was made.
/// </summary>
public readonly record struct PassId
{
    /// <summary>Bytes of it.</summary>
    public const int Size = 12;
    /// <summary>Bits of <see cref="Short"/>.</summary>
    public const int ShortBits = 40;

    private const int FirstSize = sizeof(ulong);
    private readonly ulong _first;
    private readonly uint _rest;

    private PassId(ulong first, uint rest) => (_first, _rest) = (first, rest);

    /// <summary>The first 40 bits, 0 to 2^40 - 1; the order of these is that of the ids.</summary>
    public long Short => (long)(_first >> (64 - ShortBits));

    /// <summary>A random one.</summary>
    public static PassId New()
    {
        Span<byte> bytes = stackalloc byte[Size];
        RandomNumberGenerator.Fill(bytes);
        return Of(bytes);
    }

    /// <summary>The one of these bytes.</summary>
    /// <exception cref="ArgumentException">There are not <see cref="Size"/> of them.</exception>
    public static PassId Of(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length != Size)
            throw new ArgumentException($"A pass id has {Size} bytes, not {bytes.Length}.", nameof(bytes));
        return new(BinaryPrimitives.ReadUInt64BigEndian(bytes), BinaryPrimitives.ReadUInt32BigEndian(bytes[FirstSize..]));
    }

    /// <summary>Reads 24 hexadecimal digits of either case.</summary>
    /// <returns>False if it is none.</returns>
    public static bool TryParse(string? text, out PassId id)
    {
        id = default;
        if (text?.Length != 2 * Size)
            return false;
        Span<byte> bytes = stackalloc byte[Size];
        if (Convert.FromHexString(text, bytes, out _, out _) != System.Buffers.OperationStatus.Done)
            return false;
        id = Of(bytes);
        return true;
    }

    /// <summary>Writes its <see cref="Size"/> bytes.</summary>
    public void Write(Span<byte> into)
    {
        BinaryPrimitives.WriteUInt64BigEndian(into, _first);
        BinaryPrimitives.WriteUInt32BigEndian(into[FirstSize..], _rest);
    }

    /// <summary>24 lower-case hexadecimal digits.</summary>
    public override string ToString() =>
        _first.ToString("x16", CultureInfo.InvariantCulture) + _rest.ToString("x8", CultureInfo.InvariantCulture);
}
