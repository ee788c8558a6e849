using CheckIn.Fixtures;

namespace CheckIn.Hardware.Devices;

/// <summary>
/// Frames for the camera: each code once, and nothing. One file a frame and pixel format, as the output of the kernel's
/// camera takes them, and all codes as text. Drawn on the host, where it costs nothing.
/// </summary>
internal static class Frames
{
    internal const int Width = 640;
    internal const int Height = 480;

    internal static int Draw(string folder)
    {
        Directory.CreateDirectory(folder);
        Save(folder, "empty", GreyPicture.Of(Width, Height, 150));
        for (var i = 0; i < Codes.Count; i++)
        {
            var look = new QrLook { ModuleSize = 5, Rotation = 4 * i, Noise = 2 };
            Save(folder, $"code{i}", QrPicture.Draw(Codes.Of(i), look, Width, Height));
        }
        File.WriteAllLines(Path.Combine(folder, "codes"), Enumerable.Range(0, Codes.Count).Select(Codes.Of));
        return 0;
    }

    private static void Save(string folder, string name, GreyPicture picture)
    {
        File.WriteAllBytes(Path.Combine(folder, name + ".GREY"), picture.Pixels);
        var colours = new byte[picture.Pixels.Length * 2];
        for (var i = 0; i < picture.Pixels.Length; i++)
            (colours[2 * i], colours[(2 * i) + 1]) = (picture.Pixels[i], 128);
        File.WriteAllBytes(Path.Combine(folder, name + ".YUYV"), colours);
        byte[] planes = [.. picture.Pixels, .. Enumerable.Repeat((byte)128, picture.Pixels.Length / 2)];
        File.WriteAllBytes(Path.Combine(folder, name + ".NV12"), planes);
    }
}
