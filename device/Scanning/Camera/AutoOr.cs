using System.ComponentModel;
using System.Globalization;

namespace CheckIn.Gate.Scanning.Camera;

/// <summary>A setting that the camera chooses itself (<c>Auto</c>) or that has a fixed value.</summary>
/// <param name="Fixed">The value; null = the camera chooses.</param>
[TypeConverter(typeof(AutoOrConverter))]
public readonly record struct AutoOr<T>(T? Fixed) where T : struct
{
    /// <inheritdoc/>
    public override string ToString() =>
        Fixed is { } value ? Convert.ToString(value, CultureInfo.InvariantCulture)! : AutoOrConverter.Auto;
}

/// <summary>Lets the settings' binder read an <see cref="AutoOr{T}"/>.</summary>
internal sealed class AutoOrConverter(Type type) : TypeConverter
{
    internal const string Auto = "Auto";
    /// <summary>As every other number among the settings is read.</summary>
    private static readonly Int32Converter Integers = new();

    public override bool CanConvertFrom(ITypeDescriptorContext? context, Type sourceType) =>
        sourceType == typeof(string);

    public override object? ConvertFrom(ITypeDescriptorContext? context, CultureInfo? culture, object value)
    {
        var text = ((string)value).Trim();
        var isAuto = text.Length == 0 || text.Equals(Auto, StringComparison.OrdinalIgnoreCase);
        return type == typeof(AutoOr<TimeSpan>)
            ? new AutoOr<TimeSpan>(isAuto ? null : TimeSpan.Parse(text, CultureInfo.InvariantCulture))
            : new AutoOr<int>(isAuto ? null : (int)Integers.ConvertFromInvariantString(text)!);
    }
}
