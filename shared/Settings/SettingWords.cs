namespace CheckIn.Settings;

/// <summary>What may be written for a setting, in words.</summary>
internal static class SettingWords
{
    internal static string Allowed(SettingEntry entry, Language language)
    {
        if (entry.Choices is { } choices)
            return string.Join(", ", choices);
        var parts = new List<string>(entry.Words ?? []) { KindInWords(entry.Kind, language) };
        if (entry.Kind == SettingKind.Address)
            parts.Add(language.Of("mqtt:// on this machine only", "mqtt:// chỉ dùng trong cùng máy"));
        if (entry.Pattern is { } pattern)
            parts.Add(language.Of($"like {pattern}", $"theo mẫu {pattern}"));
        if (entry.Longest is { } longest)
            parts.Add(language.Of($"at most {longest} characters", $"tối đa {longest} ký tự"));
        if (Range(entry, language) is { } range)
            parts.Add(range);
        if (entry is { IsRequired: true, Kind: SettingKind.Text, Pattern: null })
            parts.Add(language.Of("not empty", "không để trống"));
        return string.Join(", ", parts);
    }

    private static string KindInWords(SettingKind kind, Language language) => kind switch
    {
        SettingKind.Boolean => language.Of("true or false", "true hoặc false"),
        SettingKind.Integer => language.Of("a whole number", "số nguyên"),
        SettingKind.Number => language.Of("a number", "một số"),
        SettingKind.Duration => language.Of(
            "a duration as [days.]hh:mm:ss[.fffffff]", "khoảng thời gian dạng [ngày.]hh:mm:ss[.fffffff]"),
        SettingKind.Address => language.Of("mqtts://host:port", "mqtts://máy:cổng"),
        SettingKind.Section => language.Of("a section of its own", "một mục riêng"),
        SettingKind.List => language.Of("a list", "một danh sách"),
        _ => language.Of("text", "văn bản"),
    };

    private static string? Range(SettingEntry entry, Language language) => (entry.Least, entry.Most) switch
    {
        ({ } least, { } most) => language.Of($"{least} to {most}", $"từ {least} đến {most}"),
        ({ } least, null) => language.Of($"at least {least}", $"ít nhất {least}"),
        (null, { } most) => language.Of($"at most {most}", $"nhiều nhất {most}"),
        _ => null,
    };
}
