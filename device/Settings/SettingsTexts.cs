using System.Collections;
using System.ComponentModel;
using System.Reflection;
using CheckIn.Settings;

namespace CheckIn.Gate.Settings;

/// <summary>
/// Checks what was written for a section, before it is bound. The binder alone would not do: it leaves out an item of a
/// list that it cannot convert without a word, so that a slip of the pen in the second lane would start a gate with one.
/// It also stops at the first wrong text elsewhere, and never says what is allowed.
/// </summary>
internal static class SettingsTexts
{
    /// <summary>Every text below <paramref name="section"/> that is none of its setting's type.</summary>
    internal static IReadOnlyList<string> Problems(Type options, IConfiguration section, string key)
    {
        var problems = new List<string>();
        Visit(options, section, key, problems);
        return problems;
    }

    private static void Visit(Type options, IConfiguration section, string key, List<string> problems)
    {
        foreach (var property in options.GetProperties(BindingFlags.Public | BindingFlags.Instance))
        {
            var itsKey = key.Length == 0 ? property.Name : $"{key}:{property.Name}";
            var its = section.GetSection(property.Name);
            if (ItemOf(property.PropertyType) is { } item)
            {
                foreach (var child in its.GetChildren())
                    Check(item, child, $"{itsKey}:{child.Key}", "a section of its own", problems);
            }
            else
            {
                Check(property.PropertyType, its, itsKey, SettingsCheck.Allowed(property), problems);
            }
        }
    }

    private static void Check(Type type, IConfigurationSection its, string key, string allowed, List<string> problems)
    {
        if (IsSection(type))
        {
            if (!string.IsNullOrEmpty(its.Value))
                problems.Add($"{key} is '{its.Value}'; allowed: a section of its own.");
            Visit(type, its, key, problems);
        }
        else if (its.Value is { } text && !IsOf(type, text))
        {
            problems.Add($"{key} is '{text}'; allowed: {allowed}.");
        }
    }

    /// <summary>As the binder converts.</summary>
    private static bool IsOf(Type type, string text)
    {
        if (type == typeof(string) || (text.Length == 0 && Nullable.GetUnderlyingType(type) is not null))
            return true;
        try
        {
            TypeDescriptor.GetConverter(type).ConvertFromInvariantString(text);
            return true;
        }
        catch (Exception e) when (e is FormatException or ArgumentException or NotSupportedException or OverflowException)
        {
            return false;
        }
    }

    internal static Type? ItemOf(Type type) =>
        type.IsGenericType && typeof(IEnumerable).IsAssignableFrom(type) ? type.GetGenericArguments()[0] : null;

    internal static bool IsSection(Type type) =>
        type.IsClass && type.Namespace?.StartsWith("CheckIn", StringComparison.Ordinal) == true;
}
