using System.Diagnostics;
using System.Globalization;
using System.Text;
using CheckIn.Gate.Scanning.Qr;

namespace CheckIn.Browser.Tests.Chromium;

/// <summary>A page as it comes out of a printer: Chromium's PDF, drawn at some dots an inch (poppler's pdftoppm).</summary>
/// <param name="Width">Dots.</param>
/// <param name="Height">Dots.</param>
/// <param name="Pixels">0 black to 255 white, by rows.</param>
internal sealed record Paper(int Width, int Height, byte[] Pixels)
{
    internal const int DotsPerInch = 150;
    private const double CentimetresPerInch = 2.54;
    private const string Rasterizer = "/usr/bin/pdftoppm";

    /// <summary>What is not installed here, as a sentence; null = all is there.</summary>
    internal static string? Missing => Driver.Missing ?? (File.Exists(Rasterizer) ? null
        : $"{Rasterizer} is not installed; install Debian's poppler-utils to run this test.");

    /// <summary>What the project's own reader finds on it, and how wide each code is on paper, in cm.</summary>
    internal IReadOnlyList<(string Text, double Centimetres)> Codes =>
        [.. new QrReader().Read(Pixels, Width, Height, Width, ReadEffort.Still)
            .Select(static code => (Encoding.UTF8.GetString(code.Bytes.Span), WidthOf(code) / DotsPerInch * CentimetresPerInch))];

    /// <summary>The sheets of a PDF.</summary>
    internal static async Task<IReadOnlyList<Paper>> OfAsync(byte[] pdf)
    {
        var folder = Directory.CreateTempSubdirectory("checkin-paper-").FullName;
        try
        {
            var file = Path.Combine(folder, "page.pdf");
            await File.WriteAllBytesAsync(file, pdf);
            using var drawing = Process.Start(Rasterizer,
                ["-gray", "-r", DotsPerInch.ToString(CultureInfo.InvariantCulture), file, Path.Combine(folder, "sheet")]);
            await drawing.WaitForExitAsync();
            Assert.Equal(0, drawing.ExitCode);
            return [.. Directory.GetFiles(folder, "sheet*.pgm").Order(StringComparer.Ordinal).Select(Read)];
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>A grey picture as netpbm writes it: P5, width, height, 255, then a byte a dot.</summary>
    private static Paper Read(string path)
    {
        var bytes = File.ReadAllBytes(path);
        var (at, numbers) = (2, new List<int>());
        while (numbers.Count < 3)
        {
            while (bytes[at] is (byte)' ' or (byte)'\n')
                at++;
            var number = 0;
            for (; bytes[at] is >= (byte)'0' and <= (byte)'9'; at++)
                number = (number * 10) + bytes[at] - '0';
            numbers.Add(number);
        }
        return new Paper(numbers[0], numbers[1], bytes[(at + 1)..]);
    }

    private static double WidthOf(QrCode code) => Math.Sqrt(
        Math.Pow(code.Corners.TopRight.X - code.Corners.TopLeft.X, 2) + Math.Pow(code.Corners.TopRight.Y - code.Corners.TopLeft.Y, 2));
}
