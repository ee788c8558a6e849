using System.Text;
using CheckIn.Storage;
using QRCoder;

namespace CheckIn.Hub.Enrolment.Commands;

/// <summary>
/// A code as a QR picture: in a terminal, two modules a character, black on white whatever the terminal's own colours
/// are; or as PNG, for a telephone or a printer.
/// </summary>
internal static class QrPicture
{
    private const string BlackOnWhite = "\e[30;107m";
    private const string Plain = "\e[0m";
    private const int PixelsAModule = 8;

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

    /// <summary>Writes a file that is not there yet and that nobody else reads: whoever has the picture has the code.</summary>
    /// <exception cref="IOException">There is one already, or none can be written.</exception>
    internal static void Save(string text, string path) => PrivateFile.Write(path, Png(text));

    internal static byte[] Png(string text)
    {
        using var data = QRCodeGenerator.GenerateQrCode(text, QRCodeGenerator.ECCLevel.M);
        using var png = new PngByteQRCode(data);
        return png.GetGraphic(PixelsAModule);
    }

    private static char Character(bool upper, bool lower) => (upper, lower) switch
    {
        (true, true) => '█',
        (true, false) => '▀',
        (false, true) => '▄',
        _ => ' ',
    };
}
