using System.Text;

namespace CheckIn.Bench.Fuzz.Codes;

/// <summary>
/// Codes as somebody might make them who wants to do harm: valid ones with bytes changed, cut, doubled and mixed, with
/// what terminals, spreadsheets, databases and layouts stumble over, and bytes by chance up to beyond the longest code.
/// </summary>
internal static class CodeMutation
{
    private const int Longest = 4200;

    private static readonly byte[][] Poison =
    [
        .. new[]
        {
            "\u202E", "\u2066", "\u200B", "\uFEFF", "\uFFFE", "\u0000", "\u001B[2J", "\u001B]0;x\u0007", "\r\n", "\u0085", "=1+1",
            "@SUM(1)", "+cmd|' /C calc'!A0", "' OR 1=1--", "\"; DROP TABLE event;--", "<script>", "%s%n", "${jndi:x}", "../../",
            "||||||||||||||||",
            "<<<<<<", "\u0301\u0301\u0301", "\U0001F600", "HC1:", "CI1:", "**", "$", "#",
        }.Select(static text => Encoding.UTF8.GetBytes(text)),
        [0xC0, 0x80], [0xED, 0xA0, 0x80], [0xF5, 0x80, 0x80, 0x80], [0xFF], [0xC3],
    ];

    internal static byte[] Of(byte[] valid, FuzzRandom random)
    {
        if (random.OnceIn(16))
            return Noise(random);
        var code = new List<byte>(valid);
        for (var changes = random.Between(1, 6); changes > 0; changes--)
            Change(code, random);
        return [.. code.Take(Longest)];
    }

    internal static byte[] Noise(FuzzRandom random)
    {
        var bytes = new byte[random.OnceIn(8) ? random.Between(4000, Longest) : random.Between(0, 200)];
        random.Fill(bytes);
        return bytes;
    }

    private static void Change(List<byte> code, FuzzRandom random)
    {
        var at = random.Next(code.Count + 1);
        switch (random.Next(8))
        {
            case 0 or 1 when at < code.Count:
                code[at] = (byte)random.Next(256);
                break;
            case 2 when at < code.Count:
                code[at] ^= (byte)(1 << random.Next(8));
                break;
            case 3:
                code.RemoveRange(at, random.Next(code.Count - at + 1));
                break;
            case 4:
                code.RemoveRange(at, Math.Min(code.Count - at, random.Between(0, 4)));
                break;
            case 5:
                code.InsertRange(at, random.Pick(Poison));
                break;
            case 6 when code.Count < Longest:
                code.InsertRange(at, code.GetRange(at, Math.Min(code.Count - at, random.Between(1, 600))));
                break;
            default:
                code.Insert(at, random.Pick("|<:/$#*0A "u8.ToArray()));
                break;
        }
    }
}
