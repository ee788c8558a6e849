using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;

namespace CheckIn.Credentials;

/// <summary>
/// By which a person or a card is told apart where nobody is to be named: the first 16 bytes of HMAC-SHA256 (RFC 2104) of
/// the subject under a key that whoever asks holds. Without the key it says nothing; with it, subjects can be tried.
/// </summary>
/// <param name="Value">Those bytes, the first one the highest.</param>
public readonly record struct SubjectKey(UInt128 Value) : IComparable<SubjectKey>
{
    /// <summary>Bytes of it.</summary>
    public const int Size = 16;

    /// <summary>Of a subject. Allocates nothing.</summary>
    /// <param name="key">The key, of any length; 32 bytes are as good as it gets.</param>
    /// <param name="subject">UTF-8 of kind and number, such as "cccd:001099000001".</param>
    public static SubjectKey Of(ReadOnlySpan<byte> key, ReadOnlySpan<byte> subject)
    {
        Span<byte> mac = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(key, subject, mac);
        return Read(mac);
    }

    /// <summary>The first <see cref="Size"/> bytes.</summary>
    public static SubjectKey Read(ReadOnlySpan<byte> bytes) => new(BinaryPrimitives.ReadUInt128BigEndian(bytes));

    /// <summary>A tag of a journal (32 hexadecimal digits) is one, under the day's tag key.</summary>
    /// <param name="tag">The text.</param>
    /// <param name="key">It; without meaning when the answer is false.</param>
    /// <returns>False: that is none.</returns>
    public static bool TryParse(ReadOnlySpan<char> tag, out SubjectKey key)
    {
        var isOne = UInt128.TryParse(tag, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value);
        key = new(value);
        return isOne && tag.Length == 2 * Size;
    }

    /// <summary>Writes it into <see cref="Size"/> bytes.</summary>
    public void Write(Span<byte> into) => BinaryPrimitives.WriteUInt128BigEndian(into, Value);

    /// <inheritdoc/>
    public int CompareTo(SubjectKey other) => Value.CompareTo(other.Value);

    /// <summary>Its bytes are random already.</summary>
    public override int GetHashCode() => (int)Value;

    /// <inheritdoc/>
    public static bool operator <(SubjectKey left, SubjectKey right) => left.Value < right.Value;

    /// <inheritdoc/>
    public static bool operator <=(SubjectKey left, SubjectKey right) => left.Value <= right.Value;

    /// <inheritdoc/>
    public static bool operator >(SubjectKey left, SubjectKey right) => left.Value > right.Value;

    /// <inheritdoc/>
    public static bool operator >=(SubjectKey left, SubjectKey right) => left.Value >= right.Value;

    /// <summary>Nobody has to see it.</summary>
    public override string ToString() => nameof(SubjectKey);
}
