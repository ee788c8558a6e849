using System.Runtime.CompilerServices;
using System.Text;

namespace CheckIn.Credentials;

/// <summary>
/// The fields of a pipe-separated code, cut on the bytes; each is trimmed when it is asked for. An empty field is one.
/// </summary>
internal ref struct CodeFields
{
    /// <summary>Most fields that are kept apart; what follows them is left.</summary>
    internal const int Most = 17;

    private readonly ReadOnlySpan<byte> _text;
    private Ends _ends;

    internal CodeFields(ReadOnlySpan<byte> text)
    {
        _text = text;
        for (var from = 0; Count < Most;)
        {
            var pipe = text[from..].IndexOf((byte)'|');
            _ends[Count++] = pipe < 0 ? text.Length : from + pipe;
            if (pipe < 0)
                return;
            from += pipe + 1;
        }
    }

    internal int Count { get; private set; }

    internal readonly ReadOnlySpan<byte> this[int index] =>
        Trim(_text[(index == 0 ? 0 : _ends[index - 1] + 1).._ends[index]]);

    /// <summary>As a text, composed (NFC).</summary>
    internal readonly string Text(int index) => Encoding.UTF8.GetString(this[index]).Normalize(NormalizationForm.FormC);

    private static ReadOnlySpan<byte> Trim(ReadOnlySpan<byte> text)
    {
        // What cannot be decoded is decoded as U+FFFD, which is no blank.
        while (!text.IsEmpty)
        {
            Rune.DecodeFromUtf8(text, out var first, out var size);
            if (!Rune.IsWhiteSpace(first))
                break;
            text = text[size..];
        }
        while (!text.IsEmpty)
        {
            Rune.DecodeLastFromUtf8(text, out var last, out var size);
            if (!Rune.IsWhiteSpace(last))
                break;
            text = text[..^size];
        }
        return text;
    }

    [InlineArray(Most)]
    private struct Ends
    {
        private int _first;
    }
}
