using CheckIn.Gate.Lanes;
using CheckIn.Gate.Service.Commands;
using CheckIn.Gate.Settings;
using CheckIn.Settings;

namespace CheckIn.Gate.Gpio.Commands;

/// <summary>
/// <c>checkin-gate pins</c>: the chips and lines of this machine, who uses them, and which setting of this gate names them. It
/// only looks; the gate may run meanwhile.
/// </summary>
internal static class PinsCommand
{
    /// <summary>The first argument that asks for this and not for the gate.</summary>
    internal const string Word = "pins";

    /// <summary>Every pin in the settings can be used.</summary>
    internal const int Well = 0;
    /// <summary>One cannot, or the chip is not certain.</summary>
    internal const int Faulty = 1;
    /// <summary>There is nothing to look at, or the question cannot be read.</summary>
    internal const int CannotLook = 2;

    private const string Help = """
        checkin-gate pins: shows GPIO chips and their lines, who uses them, and which settings of this gate name them.

        Usage: checkin-gate pins [--json] [--lang vi|en] [--SECTION:SETTING VALUE]...

        The settings are the gate's own, by appsettings.json, the environment and what is given here.
        Ends with 0 when every pin in the settings can be used, 1 when one cannot, 2 when there is no chip to look at.
        """;

    /// <summary>Does what <paramref name="args"/> (after the word itself) ask for; returns the exit code.</summary>
    internal static int Run(string[] args, TextWriter output, TextWriter errors)
    {
        if (args is ["--help" or "-h"])
        {
            output.WriteLine(Help);
            return Well;
        }
        try
        {
            var (json, language, lanes, gpio) = Parse(args);
            var (uses, texts) = (PinUse.Of(lanes), PinsTexts.Of(language));
            if (gpio.Driver == GpioDriverKind.Virtual && !json)
            {
                PinsPage.PrintVirtual(uses, texts, output);
                return Well;
            }
            var (chips, closed) = Look();
            var report = PinsReport.Of(gpio.Chip, chips, closed, uses);
            if (json)
                PinsPage.PrintJson(report, output);
            else
                PinsPage.Print(report, texts, output);
            return chips.Count == 0 ? CannotLook : report.IsWell ? Well : Faulty;
        }
        catch (Exception e) when (e is FormatException or InvalidDataException or InvalidOperationException)
        {
            errors.WriteLine("✗ " + e.Message);
            return CannotLook;
        }
    }

    private static (IReadOnlyList<SeenChip> Chips, string? Closed) Look()
    {
        var (found, closed) = GpioChips.Present();
        var chips = new List<SeenChip>();
        foreach (var its in found)
        {
            try
            {
                using var chip = GpioChip.Open(its.Path);
                chips.Add(new SeenChip(its.Path, chip.Label, [.. Enumerable.Range(0, chip.Lines).Select(chip.Line)]));
            }
            catch (GpioException e) // unplugged meanwhile
            {
                closed ??= e.Message;
            }
        }
        return (chips, closed);
    }

    /// <exception cref="FormatException">The arguments ask for nothing that exists.</exception>
    private static (bool Json, Language Language, LanesOptions Lanes, GpioOptions Gpio) Parse(string[] args)
    {
        var (json, choice, settings) = (false, (string?)null, new List<string>());
        for (var i = 0; i < args.Length; i++)
        {
            if (args[i] == "--json")
                json = true;
            else if (args[i] == "--lang" && i + 1 < args.Length)
                choice = args[++i];
            else if (args[i].StartsWith("--", StringComparison.Ordinal) && args[i].Contains(':', StringComparison.Ordinal))
                settings.Add(args[i].Contains('=', StringComparison.Ordinal) || i + 1 == args.Length ? args[i] : $"{args[i]}={args[++i]}");
            else
                throw new FormatException($"'{args[i]}' means nothing to pins. Nothing was done; see checkin-gate pins --help.");
        }
        var configuration = new ConfigurationBuilder().AddGateSources([.. settings]).Build();
        var (lanes, gpio) = (new LanesOptions(), new GpioOptions());
        configuration.Bind(lanes);
        configuration.GetSection("Gpio").Bind(gpio);
        return (json, Languages.Choose(choice, Languages.Locale), lanes, gpio);
    }
}
