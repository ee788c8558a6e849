using System.Text;

namespace CheckIn.Bench.Decode;

/// <summary>How text may be written as bytes: in any character set of the platform, or in several by turns.</summary>
internal static class Writing
{
    private static readonly byte[][] Marks = [[0xEF, 0xBB, 0xBF], [0xFE, 0xFF], [0xFF, 0xFE]];
    private static readonly Encoding[] Sets = AllSets();

    /// <summary>
    /// Whether the bytes may be the text. Each character may be written in a set of its own, as in symbols of several
    /// segments; a byte order mark and white space around the text do not count.
    /// </summary>
    internal static bool MayBe(ReadOnlySpan<byte> bytes, string text)
    {
        HashSet<int> ends = [.. Starts(bytes)];
        foreach (var rune in text.Trim().EnumerateRunes())
        {
            var next = new HashSet<int>();
            foreach (var set in Sets)
            {
                var written = set.GetBytes(rune.ToString());
                if (written.Length == 0)
                    continue;
                foreach (var end in ends)
                {
                    if (bytes[end..].StartsWith(written))
                        next.Add(end + written.Length);
                }
            }
            ends = next;
        }
        foreach (var end in ends)
        {
            if (IsBlank(bytes[end..]))
                return true;
        }
        return false;
    }

    private static List<int> Starts(ReadOnlySpan<byte> bytes)
    {
        List<int> starts = [0];
        foreach (var mark in Marks)
        {
            if (bytes.StartsWith(mark))
                starts.Add(mark.Length);
        }
        for (var i = 1; i <= bytes.Length && IsBlank(bytes[..i]); i++)
            starts.Add(i);
        return starts;
    }

    /// <summary>White space, in sets of two bytes a character as well.</summary>
    private static bool IsBlank(ReadOnlySpan<byte> bytes) => !bytes.ContainsAnyExcept(" \t\r\n\0"u8);

    /// <summary>A character that a set does not have is written as nothing.</summary>
    private static Encoding[] AllSets()
    {
        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
        return
        [
            .. Encoding.GetEncodings().Select(set => Encoding.GetEncoding(
                set.CodePage, new EncoderReplacementFallback(""), DecoderFallback.ReplacementFallback)),
        ];
    }
}
