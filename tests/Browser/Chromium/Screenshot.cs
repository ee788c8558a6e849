using System.Text;
using CheckIn.Gate.Scanning.Pictures;
using CheckIn.Gate.Scanning.Qr;

namespace CheckIn.Browser.Tests.Chromium;

/// <summary>A code on a screen, as the project's own reader sees it.</summary>
internal static class Screenshot
{
    /// <summary>The one code in a picture (PNG).</summary>
    internal static string Read(byte[] png) =>
        Find(png) ?? throw new InvalidOperationException("There is not one code in the picture, but none or several.");

    /// <summary>The same; null = there is none, or there are several.</summary>
    internal static string? Find(byte[] png)
    {
        var picture = PictureFile.Decode(png);
        var codes = new QrReader().Read(picture.Pixels, picture.Width, picture.Height, picture.Width, ReadEffort.Still);
        return codes.Count == 1 ? Encoding.UTF8.GetString(codes[0].Bytes.Span) : null;
    }
}
