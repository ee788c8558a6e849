using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;
using CheckIn.Gate.Scanning.Camera;
using CheckIn.Gate.Scanning.Serial;
using CheckIn.Settings;

namespace CheckIn.Gate.Settings;

/// <summary>
/// The settings that this program has, read from the options that it binds: names, kinds, defaults and ranges are said
/// once, beside the property, and the catalog that the hub goes by is written from them. What a setting is for, in words,
/// stands in the catalog; a setting that has none there yet has empty ones.
/// </summary>
internal static class SettingsInventory
{
    private const string AnyLane = "*";
    private const string AnyItem = "#";
    private const string Lanes = "Lanes";
    private const string Levels = "Logging:LogLevel";

    /// <summary>By section, those in the order in which they are declared.</summary>
    internal static IReadOnlyList<SettingEntry> Of(IEnumerable<SettingsSection> sections) =>
    [
        .. sections.Distinct().SelectMany(static section => Section(section.Key, section.Options, isOwn: false))
            .Concat(Logging()).Select(Complete)
            .GroupBy(static entry => entry.Path.Split(':')[0]).OrderBy(static group => group.Key, StringComparer.Ordinal)
            .SelectMany(static group => group),
    ];

    private static IEnumerable<SettingEntry> Section(string path, Type options, bool isOwn)
    {
        isOwn |= options.IsDefined(typeof(OwnSettingAttribute));
        if (path.Length > 0)
            yield return Entry(path, SettingKind.Section) with { IsLocal = isOwn };
        var defaults = Activator.CreateInstance(options)!;
        foreach (var property in options.GetProperties(BindingFlags.Public | BindingFlags.Instance))
        {
            var key = path.Length == 0 ? property.Name : $"{path}:{property.Name}";
            var isIts = isOwn || property.IsDefined(typeof(OwnSettingAttribute));
            foreach (var entry in Property(property, key, property.GetValue(defaults), isIts))
                yield return entry;
        }
    }

    private static IEnumerable<SettingEntry> Property(PropertyInfo property, string key, object? value, bool isOwn)
    {
        if (SettingsTexts.ItemOf(property.PropertyType) is { } item)
        {
            var list = Entry(key, SettingKind.List) with
            {
                Least = property.GetCustomAttribute<MinLengthAttribute>()?.Length.ToString(CultureInfo.InvariantCulture),
                Most = property.GetCustomAttribute<MaxLengthAttribute>()?.Length.ToString(CultureInfo.InvariantCulture),
                IsLocal = isOwn,
            };
            return Section($"{key}:{(key == Lanes ? AnyLane : AnyItem)}", item, isOwn).Prepend(list);
        }
        return SettingsTexts.IsSection(property.PropertyType)
            ? Section(key, property.PropertyType, isOwn) : [Value(property, key, value) with { IsLocal = isOwn }];
    }

    private static SettingEntry Value(PropertyInfo property, string key, object? value)
    {
        var type = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
        var isAuto = type.IsGenericType && type.GetGenericTypeDefinition() == typeof(AutoOr<>);
        var kind = KindOf(isAuto ? type.GetGenericArguments()[0] : type);
        var range = property.GetCustomAttribute<RangeAttribute>();
        return Entry(key, kind) with
        {
            Default = Text(value) is { Length: > 0 } text ? text : null,
            Words = isAuto ? [AutoOrConverter.Auto] : null,
            Least = Bound(range?.Minimum, kind),
            Most = Bound(range?.Maximum, kind),
            Choices = type.IsEnum ? Enum.GetNames(type) : null,
            Pattern = property.GetCustomAttribute<RegularExpressionAttribute>()?.Pattern,
            Longest = property.GetCustomAttribute<StringLengthAttribute>()?.MaximumLength,
            IsRequired = property.IsDefined(typeof(RequiredAttribute)),
            IsOptional = isAuto || Nullable.GetUnderlyingType(property.PropertyType) is not null,
            CutsOff = property.IsDefined(typeof(CutsOffAttribute)),
        };
    }

    /// <summary>What the types do not say, and what it is in words.</summary>
    private static SettingEntry Complete(SettingEntry entry)
    {
        var whole = entry.Path switch
        {
            "Lanes:*:Scanner:BaudRate" => entry with
            {
                Kind = SettingKind.Choice,
                Choices = SerialPort.SupportedRates.Split(", "),
            },
            "Lanes:*:Scanner:Camera:Exposure" => entry with
            {
                Least = Text(CameraOptions.ShortestExposure),
                Most = Text(CameraOptions.LongestExposure),
            },
            _ => entry,
        };
        return SettingsCatalog.Gate.Find(entry.Path) is { } known && known.Path == entry.Path
            ? whole with { English = known.English, Vietnamese = known.Vietnamese } : whole;
    }

    /// <summary>The framework's, by category; the gate has no options of its own for it.</summary>
    private static IEnumerable<SettingEntry> Logging() =>
    [
        Entry("Logging", SettingKind.Section),
        Entry(Levels, SettingKind.Section),
        Entry($"{Levels}:*", SettingKind.Choice) with { Choices = Enum.GetNames<LogLevel>() },
    ];

    private static SettingEntry Entry(string path, SettingKind kind) =>
        new(path, kind, null, null, null, null, false, false, "", "");

    private static SettingKind KindOf(Type type) => type switch
    {
        _ when type.IsEnum => SettingKind.Choice,
        _ when type == typeof(bool) => SettingKind.Boolean,
        _ when type == typeof(int) || type == typeof(long) => SettingKind.Integer,
        _ when type == typeof(double) => SettingKind.Number,
        _ when type == typeof(TimeSpan) => SettingKind.Duration,
        _ when type == typeof(Uri) => SettingKind.Address,
        _ when type == typeof(string) => SettingKind.Text,
        _ => throw new NotSupportedException($"A setting cannot be a {type.Name}: the catalog has no kind for it."),
    };

    private static string? Bound(object? bound, SettingKind kind) => bound is string text && kind == SettingKind.Duration
        ? Text(TimeSpan.Parse(text, CultureInfo.InvariantCulture)) : Text(bound);

    private static string? Text(object? value) => value switch
    {
        null => null,
        TimeSpan time => Text(time),
        Uri address => address.OriginalString,
        _ => Convert.ToString(value, CultureInfo.InvariantCulture),
    };

    /// <summary>Without the zeros at the end of its fraction.</summary>
    private static string Text(TimeSpan time)
    {
        var text = time.ToString("c", CultureInfo.InvariantCulture);
        return time.Ticks % TimeSpan.TicksPerSecond == 0 ? text : text.TrimEnd('0');
    }
}
