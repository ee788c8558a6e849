using System.Text;
using FsCheck;
using FsCheck.Fluent;

namespace CheckIn.Gate.Tests.Scanning.Qr;

/// <summary>A segment by its text, for writing one as an encoder does.</summary>
internal sealed record WrittenSegment(int Mode, string Text)
{
    private const string Alphanumeric = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";
    private const string Kanji = "点茗日本東京山田あいアイ、。";
    private const string Letters = "aĐườngễ|Nguyễn試";

    /// <summary>Any of numeric, alphanumeric, byte and kanji, of 0 to 20 characters.</summary>
    internal static Gen<WrittenSegment> Any => Gen.Elements(
        (Mode: 1, Letters: "0123456789"), (Mode: 2, Letters: Alphanumeric), (Mode: 4, Letters), (Mode: 8, Letters: Kanji))
        .SelectMany(kind => Gen.Elements(kind.Letters.ToCharArray()).ArrayOf(20).SelectMany(letters => Gen.Choose(0, 20)
            .Select(length => new WrittenSegment(kind.Mode, new string(letters, 0, length)))));

    internal void Write(BitWriter bits, int version)
    {
        var sizeClass = version < 10 ? 0 : version < 27 ? 1 : 2;
        bits.Add(Mode, 4);
        switch (Mode)
        {
            case 1:
                bits.Add(Text.Length, 10 + (2 * sizeClass));
                foreach (var digits in Text.Chunk(3))
                    bits.Add(int.Parse(digits, null), (3 * digits.Length) + 1);
                break;
            case 2:
                bits.Add(Text.Length, 9 + (2 * sizeClass));
                foreach (var pair in Text.Chunk(2))
                    bits.Add(pair.Aggregate(0, (value, letter) => (value * 45) + Alphanumeric.IndexOf(letter)), pair.Length == 2 ? 11 : 6);
                break;
            case 4:
                var bytes = Encoding.UTF8.GetBytes(Text);
                bits.Add(bytes.Length, sizeClass == 0 ? 8 : 16).Add(bytes);
                break;
            default:
                bits.Add(Text.Length, 8 + (2 * sizeClass));
                foreach (var pair in Encoding.GetEncoding(932).GetBytes(Text).Chunk(2))
                {
                    var value = ((pair[0] << 8) | pair[1]) - (pair[0] < 0xE0 ? 0x8140 : 0xC140);
                    bits.Add(((value >> 8) * 0xC0) + (value & 0xFF), 13);
                }
                break;
        }
    }
}
