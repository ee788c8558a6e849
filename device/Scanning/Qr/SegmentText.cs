using System.Text;

namespace CheckIn.Gate.Scanning.Qr;

/// <summary>
/// From the bytes of segments to text. All byte segments without an ECI are taken for one character set, which the whole
/// message decides: UTF-8 if each of them is, and if not even then when all bytes of the message are, for there are
/// encoders that put pairs of UTF-8's bytes into kanji segments because they fit.
/// </summary>
internal static class SegmentText
{
    private const int LargestOnStack = 8192;
    private const char ByteOrderMark = '\uFEFF';

    /// <summary>The text, and how it came about: the names of the character sets, "ascii" when there was no choice.</summary>
    internal static string Of(ReadOnlySpan<byte> bytes, ReadOnlySpan<int> origins, out string characterSet)
    {
        // No character set makes more characters than bytes.
        var text = bytes.Length <= LargestOnStack ? stackalloc char[bytes.Length] : new char[bytes.Length];
        var undeclared = CharacterEvidence.Choose(bytes, origins);
        if (undeclared != CharacterSet.Utf8 && IsUtf8Throughout(bytes, origins))
        {
            characterSet = CharacterSet.Utf8.Name;
            return Finished(text[..CharacterSet.Utf8.Encoding.GetChars(bytes, text)]);
        }
        var (length, names) = (0, "");
        for (int start = 0, end; start < bytes.Length; start = end)
        {
            end = EndOfRun(origins, start);
            var run = bytes[start..end];
            var set = origins[start] switch
            {
                SegmentBuffer.Ascii => CharacterSet.Ascii,
                SegmentBuffer.Kanji => CharacterSet.Kanji,
                SegmentBuffer.Hanzi => CharacterSet.Hanzi,
                SegmentBuffer.Undeclared => undeclared!,
                var eci => DeclaredSets.Choose(run, eci),
            };
            length += set.Encoding.GetChars(run, text[length..]);
            names = Named(names, set);
        }
        characterSet = names.Length == 0 ? CharacterSet.Ascii.Name : names;
        return Finished(text[..length]);
    }

    /// <summary>Where the bytes of one origin end.</summary>
    internal static int EndOfRun(ReadOnlySpan<int> origins, int start)
    {
        var length = origins[start..].IndexOfAnyExcept(origins[start]);
        return length < 0 ? origins.Length : start + length;
    }

    private static bool IsUtf8Throughout(ReadOnlySpan<byte> bytes, ReadOnlySpan<int> origins) =>
        origins.Contains(SegmentBuffer.Undeclared) && origins.Contains(SegmentBuffer.Kanji)
        && !origins.ContainsAnyInRange(0, int.MaxValue) && CharacterSet.Utf8.Fits(bytes);

    private static string Named(string names, CharacterSet set) =>
        set == CharacterSet.Ascii || names.Split(", ").Contains(set.Name) ? names
        : names.Length == 0 ? set.Name
        : $"{names}, {set.Name}";

    private static string Finished(ReadOnlySpan<char> text) =>
        new(text is [ByteOrderMark, .. var marked] ? marked : text);
}
