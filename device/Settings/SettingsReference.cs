using System.Globalization;
using CheckIn.Settings;

namespace CheckIn.Gate.Settings;

/// <summary>The catalog as a page to read: a heading a section, a line a setting.</summary>
internal static class SettingsReference
{
    internal static IEnumerable<string> Markdown(SettingsCatalog catalog, Language language)
    {
        yield return language.Of("# Every setting of a gate", "# Mọi cài đặt của cổng");
        yield return "";
        foreach (var line in Beginning(language))
            yield return line;
        foreach (var section in catalog.Entries.Where(static entry => !entry.IsValue))
        {
            yield return "";
            yield return $"## {Shown(section.Path)}";
            yield return "";
            yield return Cell(section.Text(language));
            var settings = catalog.Entries.Where(entry => entry.IsValue && Parent(entry.Path) == section.Path).ToArray();
            if (settings.Length == 0)
                continue;
            yield return "";
            yield return language.Of(
                "| setting | default | allowed | what |", "| cài đặt | mặc định | cho phép | ý nghĩa |");
            yield return "| --- | --- | --- | --- |";
            foreach (var entry in settings)
                yield return Row(entry, language);
        }
    }

    /// <summary>For a terminal.</summary>
    internal static IEnumerable<string> Lines(SettingsCatalog catalog, Language language)
    {
        foreach (var entry in catalog.Entries.Where(static entry => entry.IsValue))
        {
            var standard = entry.Default is { } value ? language.Of($"default {value}; ", $"mặc định {value}; ") : "";
            yield return $"{Shown(entry.Path)}  ({standard}{entry.Allowed(language)})";
            yield return $"    {entry.Text(language)}{Marks(entry, language)}";
        }
    }

    private static IEnumerable<string> Beginning(Language language) => language == Language.English
        ?
        [
            "`checkin-gate settings catalog` prints this page in a terminal, `--lang vi` in Vietnamese; `--markdown` writes it, and",
            "`--schema` writes a JSON Schema by which an editor completes and checks `appsettings.json`. Keys are written as in",
            "`--Gpio:Driver Virtual` or `CHECKIN_Gpio__Driver=Virtual`; in the file they lie within each other. `n` is a lane's place,",
            "from 0; the hub names lanes instead, or `*` for every lane. Durations are written `[days.]hh:mm:ss[.fffffff]`.",
            "",
            "*Own*: said at the gate only, and never taken from the settings that the hub sends. *Tried*: when the hub changes it",
            "and is not reached afterwards, the gate takes it back by itself.",
        ]
        :
        [
            "`checkin-gate settings catalog` in trang này ra màn hình, `--lang en` bằng tiếng Anh; `--markdown` xuất thành trang, còn",
            "`--schema` xuất JSON Schema để trình soạn thảo gợi ý và kiểm tra `appsettings.json`. Khoá viết như",
            "`--Gpio:Driver Virtual` hoặc `CHECKIN_Gpio__Driver=Virtual`; trong tệp thì lồng vào nhau. `n` là thứ tự làn, từ 0;",
            "trung tâm thì dùng tên làn, hoặc `*` cho mọi làn. Khoảng thời gian viết `[ngày.]hh:mm:ss[.fffffff]`.",
            "",
            "*Riêng*: chỉ đặt tại cổng, không bao giờ nhận từ cài đặt do trung tâm gửi. *Dùng thử*: khi trung tâm đổi mà sau đó",
            "không tới được trung tâm, cổng tự quay lại giá trị cũ.",
        ];

    private static string Row(SettingEntry entry, Language language)
    {
        var standard = entry.Default is { } value ? $"`{value}`" : "–";
        var allowed = entry.Choices is { } choices ? string.Join(", ", choices.Select(static word => $"`{word}`"))
            : Cell(entry.Allowed(language));
        return string.Create(
            CultureInfo.InvariantCulture,
            $"| `{entry.Name}` | {standard} | {allowed} | {Cell(entry.Text(language))}{Marks(entry, language)} |");
    }

    private static string Marks(SettingEntry entry, Language language) =>
        (entry.IsLocal ? language.Of(" *Own.*", " *Riêng.*") : "")
        + (entry.CutsOff ? language.Of(" *Tried.*", " *Dùng thử.*") : "");

    private static string Parent(string path) => path.LastIndexOf(':') is > 0 and var at ? path[..at] : "";

    private static string Shown(string path) => path.Replace("Lanes:*", "Lanes:n", StringComparison.Ordinal);

    private static string Cell(string text) => text.Replace("|", "\\|", StringComparison.Ordinal)
        .Replace("*", "\\*", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal);
}
