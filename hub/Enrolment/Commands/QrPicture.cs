using System.Text;
using QRCoder;

namespace CheckIn.Hub.Enrolment.Commands;

/// <summary>
/// A QR picture in a terminal, two modules a character, black on white whatever the terminal's own colours are.
/// </summary>
internal static class QrPicture
{
    private const string BlackOnWhite = "\e[30;107m";
    private const string Plain = "\e[0m";

    internal static string Draw(string text)
    {
        using var data = QRCodeGenerator.GenerateQrCode(text, QRCodeGenerator.ECCLevel.M);
        var rows = data.ModuleMatrix;
        var picture = new StringBuilder();
        for (var y = 0; y < rows.Count; y += 2)
        {
            picture.Append("  ").Append(BlackOnWhite);
            for (var x = 0; x < rows.Count; x++)
                picture.Append(Character(rows[y][x], y + 1 < rows.Count && rows[y + 1][x]));
            picture.Append(Plain).Append('\n');
        }
        return picture.ToString();
    }

    private static char Character(bool upper, bool lower) => (upper, lower) switch
    {
        (true, true) => '█',
        (true, false) => '▀',
        (false, true) => '▄',
        _ => ' ',
    };
}
