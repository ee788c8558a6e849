using System.Text;
using CheckIn.Credentials;
using CheckIn.Gate.Scanning;
using CheckIn.Gate.Scanning.Serial;
using FsCheck;
using FsCheck.Fluent;

namespace CheckIn.Gate.Tests.Scanning.Serial;

public class SerialFramingTests
{
    private const long Ms = 1_000_000;
    private static readonly TimeSpan Idle = TimeSpan.FromMilliseconds(50);

    [Theory]
    [InlineData("\r")]
    [InlineData("\n")]
    [InlineData("\r\n")]
    public void A_code_ends_at_CR_LF_or_CRLF(string end) =>
        Assert.Equal(["một", "hai"], Codes([($"một{end}hai{end}", 0)], until: 0));

    [Fact]
    public void A_code_without_an_end_ends_where_the_line_falls_silent()
    {
        Assert.Empty(Codes([("một", 0)], until: 49));
        Assert.Equal(["một"], Codes([("một", 0)], until: 50));
    }

    [Fact]
    public void Two_codes_with_silence_between_them_never_merge() =>
        Assert.Equal(["một", "hai"], Codes([("một", 0), ("hai", 60)], until: 200));

    [Fact]
    public void A_code_in_pieces_is_one_code() => Assert.Equal(["mộthai"], Codes([("một", 0), ("hai", 40)], until: 200));

    [Fact]
    public void However_the_bytes_are_chunked_the_codes_are_the_same()
    {
        var bytes = Encoding.UTF8.GetBytes("001|Nguyễn||x\r\nhai\nba\r\rbốn\n");
        var cuts = Gen.Choose(1, 9).ListOf(40).ToArbitrary();
        Prop.ForAll(cuts, sizes =>
        {
            var framing = new SerialFraming(Idle);
            var codes = new List<byte[]>();
            var at = 0;
            foreach (var size in sizes.Append(bytes.Length))
            {
                var take = Math.Min(size, bytes.Length - at);
                framing.Push(bytes.AsSpan(at, take), at * 100 * Ms, codes);
                at += take;
            }
            return codes.Select(Encoding.UTF8.GetString).SequenceEqual(["001|Nguyễn||x", "hai", "ba", "bốn"]);
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Bytes_that_waited_while_the_program_was_busy_continue_their_code()
    {
        var framing = new SerialFraming(Idle);
        var codes = new List<byte[]>();
        framing.Push("001|Nguy"u8, 0, codes);
        framing.Push("en||x\n"u8, 400 * Ms, codes); // a slow disk between the two reads, not a silent line
        Assert.Equal(["001|Nguyen||x"], codes.Select(Encoding.UTF8.GetString));
    }

    [Fact]
    public void An_endless_code_is_cut_one_byte_past_the_limit_and_the_next_one_is_whole()
    {
        var codes = Codes([(new string('x', 3 * CredentialReader.MaxBytes) + "\n" + "hai\n", 0)], until: 0);
        Assert.Equal(CredentialReader.MaxBytes + 1, codes[0].Length);
        Assert.Equal("hai", codes[1]);
    }

    private static List<string> Codes((string Text, int AtMs)[] chunks, int until)
    {
        var framing = new SerialFraming(Idle);
        var codes = new List<byte[]>();
        foreach (var (text, at) in chunks)
        {
            framing.Tick(at * Ms, codes); // waited, and nothing came before
            framing.Push(Encoding.UTF8.GetBytes(text), at * Ms, codes);
        }
        framing.Tick(until * Ms, codes);
        return [.. codes.Select(Encoding.UTF8.GetString)];
    }
}
