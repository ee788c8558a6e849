using System.Globalization;
using System.Text;

namespace CheckIn.Settings;

/// <summary>
/// Text for a terminal or a log, in which nothing that came from outside can act: control characters (ESC, carriage
/// return, backspace and all others but line feed and tab), marks that turn the direction of writing, and the
/// separators of lines and paragraphs are written as <c>\u001B</c>. What belongs to the terminal itself, such as a
/// picture in colours, is written to <see cref="Inner"/>.
/// </summary>
public sealed class PlainTextWriter(TextWriter inner) : TextWriter(CultureInfo.InvariantCulture)
{
    /// <summary>Where it goes, unlooked at.</summary>
    public TextWriter Inner => inner;

    public override Encoding Encoding => inner.Encoding;

    public override void Write(char value)
    {
        if (Acts(value))
            inner.Write(Shown(value));
        else
            inner.Write(value);
    }

    public override void Write(ReadOnlySpan<char> buffer)
    {
        while (Find(buffer) is >= 0 and var at)
        {
            inner.Write(buffer[..at]);
            inner.Write(Shown(buffer[at]));
            buffer = buffer[(at + 1)..];
        }
        inner.Write(buffer);
    }

    public override void Write(char[] buffer, int index, int count) => Write(buffer.AsSpan(index, count));

    public override void Write(string? value) => Write(value.AsSpan());

    public override void WriteLine(string? value)
    {
        Write(value.AsSpan());
        inner.WriteLine();
    }

    public override void WriteLine() => inner.WriteLine();

    public override Task WriteAsync(string? value) => inner.WriteAsync(Plain(value));

    public override Task WriteLineAsync(string? value) => inner.WriteLineAsync(Plain(value));

    public override Task WriteLineAsync() => inner.WriteLineAsync();

    public override void Flush() => inner.Flush();

    public override Task FlushAsync() => inner.FlushAsync();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            inner.Flush();
        base.Dispose(disposing);
    }

    private static string? Plain(string? text)
    {
        if (text is null || Find(text) < 0)
            return text;
        var plain = new StringBuilder(text.Length + 16);
        foreach (var letter in text)
            _ = Acts(letter) ? plain.Append(Shown(letter)) : plain.Append(letter);
        return plain.ToString();
    }

    private static int Find(ReadOnlySpan<char> text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (Acts(text[i]))
                return i;
        }
        return -1;
    }

    private static bool Acts(char letter) => letter is not ('\n' or '\t')
        && (char.IsControl(letter)
            || letter is '\u061C' or '\u200E' or '\u200F' or (>= '\u2028' and <= '\u202E') or (>= '\u2066' and <= '\u2069'));

    private static string Shown(char letter) => string.Create(CultureInfo.InvariantCulture, $"\\u{(int)letter:X4}");
}
