using QRCoder;

namespace CheckIn.Fixtures.Stress;

/// <summary>All kinds of damage with their strengths.</summary>
public static class StressSet
{
    private const double CameraDistance = 2.5; // sides of the code

    public static IReadOnlyList<StressKind> Kinds { get; } =
    [
        new("scale", "px/module", 4, 4, 3, 2.5, 2, 1.8, 1.6, 1.4)
        {
            See = (usual, _, pixels, _) => usual with { ModuleSize = pixels },
        },
        new("rotation", "degrees", 30, 0, 15, 30, 45, 60, 75, 110, 200, 290)
        {
            See = (usual, _, degrees, _) => usual with { Projections = [new Rotation(degrees)] },
        },
        new("tilt", "degrees", 8, 15, 30, 40, 50, 60, 65)
        {
            See = (usual, code, degrees, random) =>
                Behind(usual, new Tilt(degrees, 360 * random.NextDouble(), CameraDistance * code.Size)),
        },
        new("bend", "degrees", 10, 20, 40, 60, 90, 120, 150)
        {
            See = (usual, code, degrees, random) =>
                Behind(usual, new Bend(degrees, code.Size, 90 * random.Next(4), CameraDistance * code.Size)),
        },
        new("blur", "sigma in modules", 0.3, 0.3, 0.45, 0.6, 0.75, 0.9, 1.1)
        {
            See = (usual, _, sigma, _) => Before(usual, new Blur(sigma * usual.ModuleSize)),
        },
        new("motion", "length in modules", 0.6, 0.6, 1, 1.4, 1.8, 2.2, 2.6)
        {
            See = (usual, _, length, random) =>
                Before(usual, new MotionBlur(length * usual.ModuleSize, 180 * random.NextDouble())),
        },
        new("noise", "sigma in levels", 10, 10, 20, 30, 45, 60, 80)
        {
            See = (usual, _, sigma, _) => After(usual, new Noise(sigma)),
        },
        new("contrast", "levels", 80, 80, 40, 20, 14, 10, 7)
        {
            See = (usual, _, levels, _) => usual with
            {
                Dark = (byte)(120 - (levels / 2)),
                Light = (byte)(120 + (levels / 2)),
                Surroundings = 120,
            },
        },
        new("shade", "% of light left", 50, 50, 30, 20, 12, 8, 5)
        {
            See = (usual, code, percent, _) => Before(usual, new Shade(percent / 100, code.Size * usual.ModuleSize)),
        },
        new("glare", "% of the code", 1, 1, 3, 6, 10, 15, 20)
        {
            See = (usual, code, percent, _) => Before(usual, new Glare(percent / 100 * Area(usual, code))),
        },
        new("moire", "% depth", 20, 20, 40, 60, 75, 90, 100)
        {
            See = (usual, _, percent, _) => Before(usual, new Moire(percent / 100)),
        },
        new("jpeg", "quality at 3 px/module", 50, 50, 25, 12, 8, 5, 3)
        {
            See = (usual, _, quality, _) => After(usual with { ModuleSize = 3 }, new Jpeg((int)quality)),
        },
        new("dark", "quiet modules", 4, 4, 3, 2, 1, 0.5, 0)
        {
            See = (usual, _, modules, _) => usual with { Dark = 215, Light = 25, Surroundings = 200, QuietZone = modules },
        },
        new("quiet", "quiet modules", 4, 4, 3, 2, 1, 0.5, 0)
        {
            See = (usual, _, modules, _) => usual with { Surroundings = 25, QuietZone = modules },
        },
        new("blot", "% of codewords", 4, 4, 8, 12, 16, 20, 24)
        {
            Level = QRCodeGenerator.ECCLevel.Q,
            Deface = (code, percent, random) => Blot.OnData(code.Modules, percent / 100, random),
        },
        new("finder", "% of one finder", 2, 2, 10, 20, 40, 60, 100)
        {
            Level = QRCodeGenerator.ECCLevel.Q,
            Deface = (code, percent, random) => Blot.OnFinder(code.Modules, percent / 100, random),
        },
        new("phone", "times usual", 0.5, 0.5, 1, 1.5, 2, 2.5, 3) { See = Phone },
        new("card", "times usual", 0.5, 0.5, 1, 1.5, 2, 2.5, 3) { See = Card },
    ];

    /// <summary>A screen in dark mode, held at an angle under a lamp: what is usual, and multiples of it.</summary>
    private static Exposure Phone(Exposure usual, StressCode code, double times, Random random)
    {
        var screen = usual with { Dark = 200, Light = 20, Surroundings = 20 };
        var held = Behind(screen, new Tilt(15 * times, 360 * random.NextDouble(), CameraDistance * code.Size));
        return After(Before(
            held, new Moire(Math.Min(1, 0.25 * times)), new Glare(0.015 * times * Area(usual, code)), new Blur(0.8 * times)),
            new Noise(5 * times));
    }

    /// <summary>A small code on a plastic card, hand-held and near: few pixels, half out of focus, uneven light.</summary>
    private static Exposure Card(Exposure usual, StressCode code, double times, Random random)
    {
        var near = usual with { ModuleSize = 3.5 };
        var held = Behind(near,
            new Tilt(10 * times, 360 * random.NextDouble(), CameraDistance * code.Size),
            new Bend(8 * times, code.Size, 90 * random.Next(4), CameraDistance * code.Size));
        return After(Before(
            held, new Shade(1 / (1 + times), code.Size * near.ModuleSize), new Blur(0.25 * times * near.ModuleSize)),
            new Noise(4 * times), new Jpeg((int)(60 / times)));
    }

    private static double Area(Exposure exposure, StressCode code) => Math.Pow(code.Size * exposure.ModuleSize, 2);

    /// <summary>Nearer to the code than the usual rotation.</summary>
    private static Exposure Behind(Exposure usual, params Projection[] projections) =>
        usual with { Projections = [.. usual.Projections, .. projections] };

    /// <summary>In the light, before the sensor.</summary>
    private static Exposure Before(Exposure usual, params Degradation[] degradations) =>
        usual with { Degradations = [.. degradations, .. usual.Degradations] };

    /// <summary>In the sensor and later.</summary>
    private static Exposure After(Exposure usual, params Degradation[] degradations) =>
        usual with { Degradations = [.. usual.Degradations, .. degradations] };
}
