using System.Text;

namespace CheckIn.Hub.Accounts;

/// <summary>RFC 4648 6, in small letters and without padding.</summary>
internal static class Base32
{
    private const string Symbols = "abcdefghijklmnopqrstuvwxyz234567";

    internal static string Write(ReadOnlySpan<byte> bytes)
    {
        var text = new StringBuilder((bytes.Length * 8 + 4) / 5);
        var (bits, held) = (0, 0);
        foreach (var one in bytes)
        {
            (bits, held) = ((bits << 8) | one, held + 8);
            for (; held >= 5; held -= 5)
                text.Append(Symbols[(bits >> (held - 5)) & 31]);
            bits &= (1 << held) - 1;
        }
        return held == 0 ? text.ToString() : text.Append(Symbols[(bits << (5 - held)) & 31]).ToString();
    }
}
