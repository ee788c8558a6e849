using System.Buffers;
using System.Text;
using System.Text.Unicode;
using CheckIn.Credentials;

namespace CheckIn.Gate.Scanning.Keyboard;

/// <summary>
/// The characters of a code as they were typed, and what they mean together. Scanners do not agree on what the number
/// behind Alt is; the code itself tells: a number above 255 is Unicode's, and then all of the code's are ("Unicode"
/// modes; halves of a pair beyond 65535 come one after the other); else, if the numbers are UTF-8, they are the code's
/// own bytes, passed on one by one; else they are characters of Windows-1252, as whoever types on Windows means them.
/// </summary>
internal sealed class TypedCode
{
    private const int Replacement = 0xFFFD;

    /// <summary>Windows-1252 from 0x80 to 0x9F; the five that it leaves open stay control characters.</summary>
    private const string Page1252 =
        "\u20AC\u0081\u201A\u0192\u201E\u2026\u2020\u2021\u02C6\u2030\u0160\u2039\u0152\u008D\u017D\u008F"
        + "\u0090\u2018\u2019\u201C\u201D\u2022\u2013\u2014\u02DC\u2122\u0161\u203A\u0153\u009D\u017E\u0178";

    private readonly int[] _values = new int[CredentialReader.MaxBytes + 1];
    private bool _hasChord;
    private int _fewestDigits = int.MaxValue;
    private int _mostDigits;

    internal int Length { get; private set; }

    /// <summary>
    /// Whether every character is known. Where digits were pressed at once, a number with a repeated digit has lost it;
    /// it is shorter than the others then.
    /// </summary>
    internal bool IsCertain => !_hasChord || (_fewestDigits >= AltCode.LeastChord && _fewestDigits == _mostDigits);

    internal void Add(in Typed typed)
    {
        if (Length < _values.Length)
            _values[Length++] = typed.Value;
        if (typed.Alt is not { } alt)
            return;
        _hasChord |= alt.IsChord;
        _fewestDigits = Math.Min(_fewestDigits, alt.Digits);
        _mostDigits = Math.Max(_mostDigits, alt.Digits);
    }

    internal void Clear() => (Length, _hasChord, _fewestDigits, _mostDigits) = (0, false, int.MaxValue, 0);

    /// <summary>The code's bytes, at most one more than a code may have.</summary>
    internal byte[] ToBytes()
    {
        var values = _values.AsSpan(0, Length);
        if (values.ContainsAnyExceptInRange(0, 0xFF))
            return Encoded(values, static value => value);
        var bytes = new byte[values.Length];
        for (var i = 0; i < bytes.Length; i++)
            bytes[i] = (byte)values[i];
        return Utf8.IsValid(bytes)
            ? bytes : Encoded(values, static value => value is >= 0x80 and < 0xA0 ? Page1252[value - 0x80] : value);
    }

    private static byte[] Encoded(ReadOnlySpan<int> values, Func<int, int> meaning)
    {
        var bytes = new ArrayBufferWriter<byte>(values.Length + 1);
        for (var i = 0; i < values.Length && bytes.WrittenCount <= CredentialReader.MaxBytes; i++)
        {
            var next = i + 1 < values.Length ? values[i + 1] : 0;
            var rune = new Rune(Replacement);
            if (IsHigh(values[i]) && IsLow(next) && Rune.TryCreate((char)values[i], (char)next, out rune))
                i++;
            else if (!Rune.TryCreate(meaning(values[i]), out rune))
                rune = new Rune(Replacement);
            bytes.Advance(rune.EncodeToUtf8(bytes.GetSpan(4)));
        }
        return bytes.WrittenSpan[..Math.Min(bytes.WrittenCount, CredentialReader.MaxBytes + 1)].ToArray();
    }

    private static bool IsHigh(int value) => value is >= 0xD800 and <= 0xDBFF;

    private static bool IsLow(int value) => value is >= 0xDC00 and <= 0xDFFF;
}
