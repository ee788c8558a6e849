using System.Globalization;
using System.Text;
using QRCoder;

namespace CheckIn.Hub.Web;

/// <summary>
/// A QR picture as SVG: dark modules on white with the quiet zone, on dark pages too, since scanners want it so.
/// </summary>
internal static class QrSvg
{
    private const int QuietZone = 4; // modules, ISO/IEC 18004

    /// <param name="text">What it says.</param>
    /// <param name="title">What it is, for who cannot see it.</param>
    internal static string Of(string text, string title) => Draw(text, title, null);

    /// <summary>For paper.</summary>
    /// <param name="text">What it says.</param>
    /// <param name="title">What it is, for who cannot see it.</param>
    /// <param name="centimetres">Width of its modules, without the quiet zone around them.</param>
    internal static string OfSize(string text, string title, double centimetres) => Draw(text, title, centimetres);

    private static string Draw(string text, string title, double? centimetres)
    {
        using var generator = new QRCodeGenerator();
        using var data = generator.CreateQrCode(text, QRCodeGenerator.ECCLevel.M);
        // QRCoder's matrix has its quiet zone of four modules around it already.
        var rows = data.ModuleMatrix;
        var size = centimetres is not { } wide ? "class=\"qr\"" : string.Create(
            CultureInfo.InvariantCulture, $"width=\"{wide * rows.Count / (rows.Count - (2 * QuietZone)):0.000}cm\"");
        return $"""
            <svg {size} xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {rows.Count} {rows.Count}" role="img" shape-rendering="crispEdges"
            ><title>{System.Net.WebUtility.HtmlEncode(title)}</title><path fill="#fff" d="M0 0h{rows.Count}v{rows.Count}H0z"/><path fill="#000" d="{Modules(rows)}"/></svg>
            """;
    }

    private static string Modules(List<System.Collections.BitArray> rows)
    {
        var path = new StringBuilder();
        for (var y = QuietZone; y < rows.Count - QuietZone; y++)
        {
            for (var x = QuietZone; x < rows.Count - QuietZone; x++)
            {
                if (!rows[y][x] || rows[y][x - 1])
                    continue;
                var end = x;
                while (rows[y][end])
                    end++;
                path.Append(CultureInfo.InvariantCulture, $"M{x} {y}h{end - x}v1h-{end - x}z");
            }
        }
        return path.ToString();
    }
}
