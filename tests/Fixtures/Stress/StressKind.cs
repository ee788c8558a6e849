using QRCoder;

namespace CheckIn.Fixtures.Stress;

/// <summary>A picture and the only text that may be read from it.</summary>
public sealed record StressPicture(string Text, GreyPicture Picture);

/// <summary>
/// One kind of damage over a scale of strengths, so that recognition is a curve. Beside the damage, every picture has what
/// every camera has: a little rotation (up to 15 degrees), a little blur (0.4 pixels) and a little noise (2 levels).
/// </summary>
/// <param name="Name">As given to --kind.</param>
/// <param name="Unit">Of the strengths.</param>
/// <param name="Mild">A strength that every reader must bear.</param>
/// <param name="Strengths">From bearable to hardly possible.</param>
public sealed record StressKind(string Name, string Unit, double Mild, params double[] Strengths)
{
    private const double MostTurned = 15;
    private static readonly Degradation[] Sensor = [new Blur(0.4), new Noise(2)];

    /// <summary>Changes how the code is seen.</summary>
    public Func<Exposure, StressCode, double, Random, Exposure> See { get; init; } = (exposure, _, _, _) => exposure;

    /// <summary>Changes the code itself.</summary>
    public Func<StressCode, double, Random, bool[,]> Deface { get; init; } = (code, _, _) => code.Modules;

    /// <summary>The level of the codes, where the damage is measured by it.</summary>
    public QRCodeGenerator.ECCLevel? Level { get; init; }

    /// <summary>The picture of that number; the same number gives the same code and chances at every strength.</summary>
    public StressPicture Draw(double strength, int number)
    {
        var code = StressCode.Of(number, Level);
        var random = new Random(number);
        var usual = new Exposure
        {
            Projections = [new Rotation(MostTurned * ((2 * random.NextDouble()) - 1))],
            Degradations = Sensor,
        };
        var exposure = See(usual, code, strength, random);
        return new(code.Text, exposure.Take(Deface(code, strength, random), random));
    }
}
