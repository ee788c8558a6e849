using System.Globalization;
using System.Text.Json;
using CheckIn.Gate.Service.Commands;
using CheckIn.Settings;

namespace CheckIn.Gate.Scanning.Discovery;

/// <summary><c>checkin-gate scanners</c>: what is plugged in and what to put in the settings, ready to paste.</summary>
internal static class ScannersCommand
{
    internal const string Word = "scanners";

    private const string Lang = "--lang";

    internal const int Found = 0, NoneOrDenied = 1, CannotLook = 2;

    internal static int Run(string[] args, TextWriter output, TextWriter errors) =>
        Run(args, DeviceTree.Here, ScannerSurvey.MayOpen, output, errors);

    /// <param name="args">What follows the word.</param>
    /// <param name="tree">Where the kernel and udev tell of devices.</param>
    /// <param name="mayOpen">Whether this user may open a device.</param>
    internal static int Run(string[] args, DeviceTree tree, Func<string, bool> mayOpen, TextWriter output, TextWriter errors)
    {
        var words = ScannersWords.Of(Languages.Choose(null, Languages.Locale));
        try
        {
            words = ScannersWords.Of(Languages.Choose(ChoiceOf(args), Languages.Locale));
        }
        catch (FormatException e)
        {
            errors.WriteLine("✗ " + e.Message);
            return CannotLook;
        }
        var asked = args.Where((arg, i) => !IsLanguage(arg) && (i == 0 || args[i - 1] != Lang)).ToArray();
        if (asked is ["--help" or "-h"])
        {
            output.WriteLine(words.Help);
            return Found;
        }
        if (asked is not ([] or ["--json"]))
            return Refuse(errors, words.MeansNothing, asked.First(static arg => arg != "--json"));
        if (!Directory.Exists(Path.Combine(tree.Sys, "class")))
            return Refuse(errors, words.NoKernelAccount, tree.Sys);
        var found = new ScannerSurvey(tree, mayOpen).Look();
        if (asked is ["--json"])
            output.WriteLine(JsonSerializer.Serialize(found, ScannersJson.Default.IReadOnlyListFoundScanner));
        else
            Print(found, words, output);
        return found.Any(static one => one.MayOpen) ? Found : NoneOrDenied;
    }

    private static string? ChoiceOf(string[] args)
    {
        var at = Array.FindIndex(args, IsLanguage);
        return at < 0 ? null : args[at] == Lang ? args.ElementAtOrDefault(at + 1) ?? "" : args[at][(Lang.Length + 1)..];
    }

    private static bool IsLanguage(string arg) => arg == Lang || arg.StartsWith(Lang + "=", StringComparison.Ordinal);

    private static int Refuse(TextWriter errors, string text, string what)
    {
        errors.WriteLine(In(text, what));
        return CannotLook;
    }

    private static void Print(IReadOnlyList<FoundScanner> found, ScannersWords words, TextWriter output)
    {
        output.WriteLine(found.Count == 0 ? words.None : In(words.Found, found.Count));
        foreach (var one in found)
        {
            output.WriteLine();
            output.WriteLine($"  {(one.Name.Length > 0 ? one.Name : words.Nameless)} ({TellingOf(one, words)})");
            output.WriteLine($"    {words.Settings} " + string.Join(
                "  ", one.Settings.Select(static setting => $"--Lanes:0:Scanner:{setting.Key} {setting.Value}")));
            if (one.Kind == ScannerKind.Keyboard && one.Likelihood != Likelihood.Unlikely)
                output.WriteLine("    " + words.BetterSerial);
            if (!one.MayOpen)
                output.WriteLine("    " + In(words.MayNotOpen, Environment.UserName, one.Path, GroupOf(one.Kind)));
        }
    }

    private static string TellingOf(FoundScanner one, ScannersWords words)
    {
        var kind = one.Kind switch
        {
            ScannerKind.Serial => words.Serial,
            ScannerKind.Keyboard => words.Keyboard,
            _ => words.Camera,
        };
        var likelihood = one.Likelihood switch
        {
            Likelihood.Likely => words.Likely,
            Likelihood.Possible => words.Possible,
            _ => words.Unlikely,
        };
        var number = one.SerialNumber is null ? null : In(words.SerialNumber, one.SerialNumber);
        return string.Join(", ", new[] { kind, one.Path, one.Usb, number, likelihood }.OfType<string>());
    }

    private static string GroupOf(ScannerKind kind) => kind switch
    {
        ScannerKind.Serial => "dialout",
        ScannerKind.Keyboard => "input",
        _ => "video",
    };

    private static string In(string text, params object[] values) =>
        string.Format(CultureInfo.InvariantCulture, text, values);
}
