using System.Globalization;
using CheckIn.Settings;

namespace CheckIn.Gate.Service.Commands;

/// <summary>Figures as people of a language write them.</summary>
internal sealed class Units(Language language)
{
    private static readonly string[] Sizes = ["B", "KiB", "MiB", "GiB", "TiB"];
    private readonly bool _vietnamese = language == Language.Vietnamese;

    internal string Number(long value)
    {
        var text = value.ToString("#,0", CultureInfo.InvariantCulture);
        return _vietnamese ? text.Replace(',', '.') : text;
    }

    /// <summary>With one decimal place where there is one.</summary>
    internal string Decimal(double value)
    {
        var text = value.ToString("0.#", CultureInfo.InvariantCulture);
        return _vietnamese ? text.Replace('.', ',') : text;
    }

    internal string Size(long bytes)
    {
        var (value, unit) = ((double)bytes, 0);
        for (; value >= 1024 && unit < Sizes.Length - 1; unit++)
            value /= 1024;
        return $"{Decimal(value)} {Sizes[unit]}";
    }

    /// <summary>The two units that tell it best.</summary>
    internal string Span(long seconds) => seconds switch
    {
        < 60 => $"{seconds} {Word("s", "giây")}",
        < 3600 => Pair(seconds / 60, Word("min", "phút"), seconds % 60, Word("s", "giây"), seconds < 600),
        < 86_400 => Pair(seconds / 3600, Word("h", "giờ"), seconds % 3600 / 60, Word("min", "phút"), true),
        < 172_800 => Pair(1, Word("day", "ngày"), seconds % 86_400 / 3600, Word("h", "giờ"), true),
        _ => Pair(seconds / 86_400, Word("days", "ngày"), seconds % 86_400 / 3600, Word("h", "giờ"), seconds < 604_800),
    };

    internal string Milliseconds(double value) => value < 1000
        ? $"{Decimal(value < 10 ? value : Math.Round(value))} ms" : $"{Decimal(value / 1000)} {Word("s", "giây")}";

    /// <summary>A moment in the machine's zone.</summary>
    internal string Moment(DateTimeOffset at, TimeZoneInfo zone) => TimeZoneInfo.ConvertTime(at, zone)
        .ToString(_vietnamese ? "HH:mm:ss dd/MM/yyyy" : "d MMM yyyy HH:mm:ss", CultureInfo.InvariantCulture);

    private static string Pair(long large, string largeUnit, long small, string smallUnit, bool both) =>
        both && small > 0 ? $"{large} {largeUnit} {small} {smallUnit}" : $"{large} {largeUnit}";

    private string Word(string english, string vietnamese) => _vietnamese ? vietnamese : english;
}
