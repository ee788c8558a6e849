using System.Runtime.CompilerServices;
using System.Text;
using CheckIn.Credentials;
using CheckIn.Gate.Scanning.Keyboard;

namespace CheckIn.Gate.Tests.Scanning.Keyboard;

public class KeyFramingTests
{
    private const long Ms = 1_000_000;
    private const string Card = "001099000001||Nguyễn Văn Thử|01011999|Nam|Số 1, Đường Thử, Hà Nội|15042021";
    private const string Printable = " !\"#$%&'()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[\\]^_`abcdefghijklmnopqrstuvwxyz{|}~";
    private static readonly TimeSpan Idle = TimeSpan.FromMilliseconds(150);

    [Fact]
    public void Every_character_of_the_layout_comes_back() =>
        Assert.Equal([Printable], Codes(new ModelKeyboard().Type(Printable, AltStyle.Utf8Bytes).Press(ModelKeyboard.Enter)));

    [Fact]
    public void Both_shifts_shift()
    {
        var keys = new ModelKeyboard();
        foreach (var character in Printable)
            keys.Type(character, ModelKeyboard.RightShift);
        Assert.Equal([Printable], Codes(keys.Press(ModelKeyboard.Enter)));
    }

    [Theory]
    [InlineData(28)] // Enter
    [InlineData(96)] // the keypad's
    [InlineData(15)] // Tab
    public void A_code_ends_at_Enter_or_Tab(ushort end) =>
        Assert.Equal(["a", "b"], Codes(new ModelKeyboard().Type('a').Press(end).Type('b').Press(end)));

    [Fact]
    public void A_code_without_an_end_ends_where_the_keys_fall_silent()
    {
        Assert.Empty(Codes(new ModelKeyboard().Type('a'), silentMs: 149));
        Assert.Equal(["a"], Codes(new ModelKeyboard().Type('a'), silentMs: 150));
    }

    [Fact]
    public void The_keypad_types_digits() =>
        Assert.Equal(["0123456789"], Codes(new ModelKeyboard().Keypads("0123456789").Press(ModelKeyboard.Enter)));

    [Theory]
    [InlineData(AltStyle.Utf8Bytes)]
    [InlineData(AltStyle.Unicode)]
    public void A_card_comes_back_whatever_the_scanner_types_its_letters_by(AltStyle style) =>
        Assert.Equal([Card], Codes(new ModelKeyboard().Type(Card, style).Press(ModelKeyboard.Enter)));

    [Fact]
    public void Letters_of_Windows_1252_are_what_they_are_there() =>
        Assert.Equal(["Hà Nội? 5 € “x”".Replace("ộ", "ô", StringComparison.Ordinal)], Codes(new ModelKeyboard()
            .Type("Hà Nôi? 5 € “x”", AltStyle.Windows1252).Press(ModelKeyboard.Enter)));

    [Fact]
    public void A_letter_beyond_the_basic_plane_comes_as_two_halves_or_one_number()
    {
        Assert.Equal(["𠀀"], Codes(new ModelKeyboard().Type("𠀀", AltStyle.Unicode).Press(ModelKeyboard.Enter)));
        Assert.Equal(["𠀀"], Codes(new ModelKeyboard().Alt("131072").Press(ModelKeyboard.Enter)));
    }

    [Fact]
    public void A_whole_code_may_be_typed_by_numbers()
    {
        var keys = new ModelKeyboard();
        foreach (var character in "SIP-4-1")
            keys.Alt($"{(int)character:000}", ModelKeyboard.RightAlt);
        Assert.Equal(["SIP-4-1"], Codes(keys.Press(ModelKeyboard.Enter)));
    }

    [Fact]
    public void Digits_pressed_at_once_are_one_number() =>
        Assert.Equal(["SI-4-1"], Codes(new ModelKeyboard()
            .Chord("083").Chord("073").Chord("045").Chord("052").Chord("045").Chord("049").Press(ModelKeyboard.Enter)));

    /// <summary>080 and 088 both arrive as 0 and 8: a wrong code would be worse than none.</summary>
    [Fact]
    public void Digits_pressed_at_once_that_repeat_lose_the_code_and_say_so()
    {
        var framing = new KeyFraming(Idle);
        Assert.Empty(Codes(new ModelKeyboard().Chord("083").Chord("080").Press(ModelKeyboard.Enter), framing));
        Assert.Equal(KeyFraming.Chord, framing.TakeLoss());
        Assert.Null(framing.TakeLoss());
        Assert.Equal(["S"], Codes(new ModelKeyboard().Chord("083").Press(ModelKeyboard.Enter), framing));
    }

    /// <summary>110 (n) arrives as 1 and 0, which would end the code, and its rest would be one of its own.</summary>
    [Fact]
    public void Digits_pressed_at_once_that_repeat_end_no_code() => Assert.Empty(Codes(new ModelKeyboard()
        .Chord("083").Chord("110").Chord("045").Chord("113").Chord("073").Press(ModelKeyboard.Enter)));

    [Fact]
    public void Control_characters_come_by_Ctrl_and_by_number()
    {
        var keys = new ModelKeyboard().Type('a').Down(ModelKeyboard.LeftControl).Press(27).Up(ModelKeyboard.LeftControl).Report();
        Assert.Equal(["a\u001Db\u001Dc"], Codes(keys.Type('b').Alt("029").Type('c').Press(ModelKeyboard.Enter)));
    }

    [Fact]
    public void Carriage_return_by_Ctrl_or_by_number_ends_a_code() =>
        Assert.Equal(["a", "b"], Codes(new ModelKeyboard().Type('a').Alt("013").Type('b')
            .Down(ModelKeyboard.LeftControl).Press(50).Up(ModelKeyboard.LeftControl).Report()));

    [Fact]
    public void Caps_Lock_turns_letters_round_and_is_forgotten_in_silence()
    {
        var framing = new KeyFraming(Idle);
        var keys = new ModelKeyboard().Press(58).Type('a').Type('B').Type('1').Press(58).Press(ModelKeyboard.Enter).Press(58);
        Assert.Equal(["Ab1"], Codes(keys, framing, silentMs: 200));
        Assert.Equal(["a"], Codes(new ModelKeyboard().Type('a').Press(ModelKeyboard.Enter), framing));
    }

    [Fact]
    public void A_key_that_is_held_types_once_and_is_silence()
    {
        var framing = new KeyFraming(Idle);
        var codes = new List<byte[]>();
        framing.Push(new ModelKeyboard().Type('a').Down(30).Report().Bytes, 0, codes);
        for (var at = 30; at <= 150; at += 30)
            framing.Push(new ModelKeyboard().Event(InputEvent.Key, 30, 2).Report().Bytes, at * Ms, codes);
        Assert.Equal(["aa"], codes.Select(Encoding.UTF8.GetString));
    }

    [Fact]
    public void After_a_gap_the_code_is_thrown_away_up_to_its_end_and_the_next_one_is_whole()
    {
        var framing = new KeyFraming(Idle);
        var keys = new ModelKeyboard().Type('a').Down(ModelKeyboard.LeftShift)
            .Event(InputEvent.Sync, InputEvent.Dropped, 0).Down(48).Report()
            .Type('c').Press(ModelKeyboard.Enter).Type('d').Press(ModelKeyboard.Enter);
        Assert.Equal(["d"], Codes(keys, framing));
        Assert.Equal(KeyFraming.Overrun, framing.TakeLoss());
    }

    [Fact]
    public void After_a_gap_that_swallowed_the_end_silence_is_one()
    {
        var framing = new KeyFraming(Idle);
        var keys = new ModelKeyboard().Type('a').Event(InputEvent.Sync, InputEvent.Dropped, 0).Report().Type('c');
        Assert.Empty(Codes(keys, framing, silentMs: 200));
        Assert.Equal(["d"], Codes(new ModelKeyboard().Type('d').Press(ModelKeyboard.Enter), framing));
    }

    [Fact]
    public void An_endless_code_is_cut_one_byte_past_the_limit_and_the_next_one_is_whole()
    {
        var framing = new KeyFraming(Idle);
        var codes = new List<byte[]>();
        var (key, letter) = (new ModelKeyboard().Type('x').Bytes, new ModelKeyboard().Alt("7877").Bytes);
        for (var i = 0; i < 2 * CredentialReader.MaxBytes; i++)
            framing.Push(i % 2 == 0 ? key : letter, 0, codes);
        framing.Push(new ModelKeyboard().Press(ModelKeyboard.Enter).Type('y').Press(ModelKeyboard.Enter).Bytes, 0, codes);
        Assert.Equal(CredentialReader.MaxBytes + 1, codes[0].Length);
        Assert.Equal("y"u8.ToArray(), codes[1]);
    }

    [Fact]
    public void A_rehearsal_leaves_nothing_behind()
    {
        var framing = new KeyFraming(Idle).Rehearsed();
        Assert.False(framing.IsOpen);
        Assert.Equal(["a"], Codes(new ModelKeyboard().Type('a').Press(ModelKeyboard.Enter), framing));
        Assert.Null(framing.TakeLoss());
    }

    /// <summary>linux/input.h on 64-bit Linux.</summary>
    [Fact]
    public void Structures_and_requests_are_the_kernel_s()
    {
        Assert.Equal(InputEvent.Bytes, Unsafe.SizeOf<InputEvent>());
        Assert.Equal(0x80084502u, EventDevice.GetId);
        Assert.Equal(0x80604521u, EventDevice.GetKeys);
        Assert.Equal(0x40044590u, EventDevice.Grab);
        Assert.Equal(0x40104593u, EventDevice.SetMask);
    }

    private static List<string> Codes(ModelKeyboard keys, KeyFraming? framing = null, int silentMs = 0)
    {
        framing ??= new KeyFraming(Idle);
        var codes = new List<byte[]>();
        framing.Push(keys.Bytes, 0, codes);
        framing.Tick(silentMs * Ms, codes);
        return [.. codes.Select(Encoding.UTF8.GetString)];
    }
}
