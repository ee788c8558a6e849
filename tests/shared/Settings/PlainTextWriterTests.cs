using CheckIn.Settings;

namespace CheckIn.Shared.Tests.Settings;

public sealed class PlainTextWriterTests
{
    [Theory]
    [InlineData("Cổng A2 mất kết nối\n", "Cổng A2 mất kết nối\n")]
    [InlineData("a\tb", "a\tb")]
    [InlineData("a\r2026 forged line", "a\\u000D2026 forged line")]
    [InlineData("\u001b[2J\u001b]0;title\u0007", "\\u001B[2J\\u001B]0;title\\u0007")]
    [InlineData("\u009b31m", "\\u009B31m")]
    [InlineData("gate\u202Etxt.exe\u2066", "gate\\u202Etxt.exe\\u2066")]
    [InlineData("one\u2028two", "one\\u2028two")]
    [InlineData("\0\b", "\\u0000\\u0008")]
    public async Task What_could_act_on_a_terminal_is_shown_and_everything_else_is_as_it_was(string text, string shown)
    {
        var inner = new StringWriter();
        await using var writer = new PlainTextWriter(inner);
        writer.Write(text);
        await writer.WriteAsync(text);
        writer.Write(text.ToCharArray(), 0, text.Length);
        foreach (var letter in text)
            writer.Write(letter);
        Assert.Equal(shown + shown + shown + shown, inner.ToString());
    }

    [Fact]
    public async Task Lines_end_as_the_writer_below_ends_them()
    {
        var inner = new StringWriter { NewLine = "\r\n" };
        await using var writer = new PlainTextWriter(inner);
        await writer.WriteLineAsync("a\r");
        writer.WriteLine();
        writer.WriteLine("{0}", "b");
        Assert.StartsWith("a\\u000D\r\n\r\nb", inner.ToString(), StringComparison.Ordinal);
    }
}
