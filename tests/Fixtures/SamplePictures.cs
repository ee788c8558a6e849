namespace CheckIn.Fixtures;

/// <summary>Pictures of every kind of code, held up in every kind of way; one that nobody can read.</summary>
public static class SamplePictures
{
    private static readonly QrLook Phone = new() { Dark = 210, Light = 18, Surroundings = 18, ModuleSize = 5, Phone = true, Rotation = 4 };

    /// <summary>Draws the set into a folder; returns how many.</summary>
    public static int DrawInto(string folder, int seed)
    {
        var codes = new SyntheticCodes(seed);
        (string Name, string Text, QrLook Look)[] samples =
        [
            ("01-cccd", codes.Cccd(), new QrLook()),
            ("02-cccd-rotated", codes.Cccd(), new QrLook { Rotation = 33 }),
            ("03-cccd-phone-dark-mode", codes.Cccd(), Phone),
            ("04-can-cuoc", codes.CanCuoc(), new QrLook { ModuleSize = 4 }),
            ("05-can-cuoc-small-card", codes.CanCuoc(), new QrLook { ModuleSize = 3, Light = 200, Noise = 4 }),
            ("06-national-qr", codes.NationalPersonalQr(), new QrLook()),
            ("07-national-qr-uneven-light", codes.NationalPersonalQr(), new QrLook { Shadow = 0.7, Vignette = 0.6, Noise = 3 }),
            ("08-national-qr-masked", codes.NationalPersonalQr(masked: true), new QrLook { Rotation = 180 }),
            ("09-national-qr-tilted", codes.NationalPersonalQr(), new QrLook { Perspective = 0.25, Rotation = -12 }),
            ("10-venue-poster", codes.VenueCode(), new QrLook { ModuleSize = 7 }),
            ("11-unknown", codes.Unknown(), new QrLook { Rotation = 90 }),
            ("12-malformed-card", codes.Malformed(), new QrLook()),
            ("13-unreadable", codes.Cccd(), new QrLook { Destroyed = true, Noise = 6 }),
            ("14-cccd-blurred", codes.Cccd(), new QrLook { ModuleSize = 6, Blur = 2, Noise = 3 }),
        ];
        foreach (var (name, text, look) in samples)
            PngWriter.Save(QrPicture.Draw(text, look), Path.Combine(folder, name + ".png"));
        return samples.Length;
    }
}
