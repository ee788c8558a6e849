using System.Collections;
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;

namespace CheckIn.Settings;

/// <summary>
/// Checks settings against the annotations on their options, nested sections and lists included. Every problem names
/// the setting's whole key, its value and what is allowed, so that whoever reads it can mend it without the source.
/// </summary>
public static class SettingsCheck
{
    /// <summary>Everything wrong with <paramref name="options"/>, whose keys begin with <paramref name="section"/>.</summary>
    public static IReadOnlyList<string> Problems(object options, string section)
    {
        var problems = new List<string>();
        Visit(options, section, problems);
        return problems;
    }

    /// <summary>What may be written for a setting, in words.</summary>
    public static string Allowed(PropertyInfo property)
    {
        var type = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
        if (type.IsEnum)
            return string.Join(", ", Enum.GetNames(type));
        var limits = property.GetCustomAttributes<ValidationAttribute>().Where(limit => limit is not RequiredAttribute);
        return string.Join(", ", limits.Select(Allowed).Prepend(TypeInWords(type)));
    }

    private static void Visit(object options, string section, List<string> problems)
    {
        foreach (var property in options.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance))
        {
            if (property.GetIndexParameters().Length > 0)
                continue;
            var key = section.Length == 0 ? property.Name : $"{section}:{property.Name}";
            var value = property.GetValue(options);
            CheckOne(property, key, value, problems);
            if (value is IList list)
            {
                for (var i = 0; i < list.Count; i++)
                    Descend(list[i], $"{key}:{i}", problems);
            }
            else
            {
                Descend(value, key, problems);
            }
        }
        if (options is not IValidatableObject crossField)
            return;
        foreach (var result in crossField.Validate(new ValidationContext(options)))
            problems.Add(Prefixed(section, result));
    }

    private static void Descend(object? value, string key, List<string> problems)
    {
        // Sections are classes of this product; everything else is a value.
        if (value is not null && value.GetType() is { IsClass: true, Namespace: { } space } && space.StartsWith("CheckIn", StringComparison.Ordinal))
            Visit(value, key, problems);
    }

    private static void CheckOne(PropertyInfo property, string key, object? value, List<string> problems)
    {
        if (value is Enum word && !Enum.IsDefined(value.GetType(), value))
            problems.Add($"{key} is '{word}'; allowed: {string.Join(", ", Enum.GetNames(value.GetType()))}.");
        foreach (var attribute in property.GetCustomAttributes<ValidationAttribute>())
        {
            if (!attribute.IsValid(value))
                problems.Add($"{key} is {Words(value)}; allowed: {Allowed(attribute)}.");
        }
    }

    private static string Allowed(ValidationAttribute attribute) => attribute switch
    {
        RangeAttribute range => $"{Invariant(range.Minimum)} to {Invariant(range.Maximum)}",
        RegularExpressionAttribute pattern => $"text like {pattern.Pattern}",
        RequiredAttribute => "anything but empty",
        StringLengthAttribute length => $"at most {length.MaximumLength} characters",
        MaxLengthAttribute most => $"at most {most.Length}",
        MinLengthAttribute least => $"at least {least.Length}",
        _ => attribute.FormatErrorMessage("the value"),
    };

    private static string TypeInWords(Type type) => type switch
    {
        _ when type == typeof(TimeSpan) => "a duration as [days.]hh:mm:ss[.fffffff]",
        _ when type == typeof(bool) => "true or false",
        _ when type == typeof(Uri) => "an address such as scheme://host:port",
        _ when type == typeof(double) => "a number",
        _ when type.IsPrimitive => "a whole number",
        _ => "text",
    };

    private static string Words(object? value) => value switch
    {
        null => "missing",
        ICollection list => $"a list of {list.Count}",
        _ => $"'{Invariant(value)}'",
    };

    private static string Invariant(object value) => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "";

    private static string Prefixed(string section, ValidationResult result)
    {
        var text = result.ErrorMessage ?? "invalid";
        if (section.Length == 0 || text.StartsWith(section, StringComparison.Ordinal))
            return text;
        var beginsWithItsKey = result.MemberNames.Any(name => text.StartsWith(name, StringComparison.Ordinal));
        return beginsWithItsKey ? $"{section}:{text}" : $"{section}: {text}";
    }
}
