using System.Text;
using CheckIn.Credentials;
using CheckIn.Gate.Scanning.Keyboard;
using FsCheck;
using FsCheck.Fluent;

namespace CheckIn.Gate.Tests.Scanning.Keyboard;

public class KeyFramingPropertyTests
{
    private static readonly TimeSpan Idle = TimeSpan.FromMilliseconds(150);

    /// <summary>ASCII without the ends of a code, Vietnamese, Han, and beyond the basic plane.</summary>
    private static readonly Gen<string> Character = Gen.OneOf(
        Gen.Choose(0x20, 0x7E), Gen.Choose(0x20, 0x7E), Gen.Elements(0, 1, 9, 0x1D, 0x1E, 0x7F), Gen.Choose(0xA1, 0x24F), Gen.Choose(0x1EA0, 0x1EF9),
        Gen.Choose(0x4E00, 0x9FFF), Gen.Choose(0x20000, 0x2A6DF)).Select(value => new Rune(value).ToString());

    private static readonly Gen<string> Text = Character.ListOf().Select(string.Concat).Where(text => text.Length > 0);

    [Fact]
    public void Any_text_typed_byte_by_byte_comes_back() => ComesBack(Text, AltStyle.Utf8Bytes);

    /// <summary>The letter before it says that numbers are Unicode's.</summary>
    [Fact]
    public void Any_text_typed_in_Unicode_comes_back() => ComesBack(Text.Select(text => "ễ" + text), AltStyle.Unicode);

    [Fact]
    public void However_events_are_chunked_the_codes_are_the_same()
    {
        var texts = Text.ListOf(3).Zip(Gen.Choose(1, 60).ListOf(50)).ToArbitrary();
        Prop.ForAll(texts, drawn =>
        {
            var keys = new ModelKeyboard();
            foreach (var text in drawn.Item1)
                keys.Type(text, AltStyle.Utf8Bytes).Press(ModelKeyboard.Enter);
            return Codes(keys.Bytes, drawn.Item2).SequenceEqual(drawn.Item1);
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Garbage_never_throws_and_no_code_is_longer_than_may_be()
    {
        var key = Gen.OneOf(Gen.Choose(0, 130), Gen.Choose(0, 65535), Gen.Elements(28, 29, 42, 56, 58, 71, 82, 100));
        var input = Gen.Choose(0, 5).Zip(key).Zip(Gen.Choose(-2, 3));
        Prop.ForAll(input.ListOf(400).ToArbitrary(), events =>
        {
            var keys = new ModelKeyboard();
            foreach (var ((type, code), value) in events)
                keys.Event((ushort)Math.Min(type, 2), (ushort)code, value);
            var framing = new KeyFraming(Idle);
            var codes = new List<byte[]>();
            for (var i = 0; i < 30; i++)
                framing.Push(keys.Bytes, i, codes);
            framing.Push(keys.Bytes.AsSpan(7), 31, codes);
            framing.Tick(long.MaxValue / 2, codes);
            return codes.TrueForAll(code => code.Length is > 0 and <= CredentialReader.MaxBytes + 1) && !framing.IsOpen;
        }).QuickCheckThrowOnFailure();
    }

    /// <summary>A gap anywhere costs codes, and never makes one that nobody showed.</summary>
    [Fact]
    public void A_gap_anywhere_never_makes_a_code_that_was_not_shown()
    {
        var shown = Gen.Choose(1000, 9999).Select(number => $"MA-{number}").ListOf(4).Zip(Gen.Choose(0, 400)).Zip(Gen.Choose(1, 60));
        Prop.ForAll(shown.ToArbitrary(), drawn =>
        {
            var ((texts, at), lost) = drawn;
            var all = new ModelKeyboard();
            foreach (var text in texts)
                all.Type(text, AltStyle.Utf8Bytes).Press(ModelKeyboard.Enter);
            var bytes = all.Bytes;
            var cut = Math.Min(at, (bytes.Length / InputEvent.Bytes) - 1);
            var dropped = new ModelKeyboard().Event(InputEvent.Sync, InputEvent.Dropped, 0).Bytes;
            var rest = Math.Min(cut + lost, bytes.Length / InputEvent.Bytes);
            byte[] seen = [.. bytes.AsSpan(0, cut * InputEvent.Bytes), .. dropped, .. bytes.AsSpan(rest * InputEvent.Bytes)];
            return Codes(seen, [seen.Length]).All(code => texts.Contains(code));
        }).QuickCheckThrowOnFailure();
    }

    private static void ComesBack(Gen<string> text, AltStyle style) => Prop.ForAll(text.ToArbitrary(), typed =>
    {
        var keys = new ModelKeyboard().Type(typed, style).Press(ModelKeyboard.Enter);
        return Codes(keys.Bytes, [keys.Count]).SequenceEqual([typed]);
    }).QuickCheckThrowOnFailure();

    private static List<string> Codes(byte[] bytes, IEnumerable<int> events)
    {
        var framing = new KeyFraming(Idle);
        var codes = new List<byte[]>();
        var at = 0;
        foreach (var count in events.Append(bytes.Length))
        {
            var take = Math.Min(count * InputEvent.Bytes, bytes.Length - at);
            framing.Push(bytes.AsSpan(at, take), at, codes);
            at += take;
        }
        return [.. codes.Select(Encoding.UTF8.GetString)];
    }
}
