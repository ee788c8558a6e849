using System.Text;

namespace CheckIn.Gate.Scanning.Qr;

/// <summary>A character set under the name by which a code reports it.</summary>
internal sealed record CharacterSet(string Name, Encoding Encoding)
{
    internal static readonly CharacterSet Ascii = new("ascii", Encoding.Latin1);
    internal static readonly CharacterSet Utf8 = new("utf-8", Encoding.UTF8);
    internal static readonly CharacterSet Latin1 = new("latin-1", Encoding.Latin1);
    internal static readonly CharacterSet Kanji = new("kanji", Page(932));
    internal static readonly CharacterSet Hanzi = new("hanzi", Page(936));

    /// <summary>A code page of the platform, which puts a mark in place of what it does not have.</summary>
    internal static Encoding Page(int codePage)
    {
        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
        return Encoding.GetEncoding(codePage);
    }

    /// <summary>Whether all the bytes are characters of the set.</summary>
    internal bool Fits(ReadOnlySpan<byte> bytes)
    {
        if (this == Utf8)
            return System.Text.Unicode.Utf8.IsValid(bytes);
        var strict = (Encoding)Encoding.Clone();
        strict.DecoderFallback = DecoderFallback.ExceptionFallback;
        try
        {
            strict.GetCharCount(bytes);
            return true;
        }
        catch (DecoderFallbackException)
        {
            return false;
        }
    }
}
