using System.Security.Cryptography;
using System.Text;

namespace CheckIn.Gate.Settings;

/// <summary>
/// Tells which settings are others than in the run before, for the record: whoever shortens a pulse or swaps a scanner
/// leaves a trace. Kept beside the journal are each setting's name and a hash of its value, never the value itself.
/// </summary>
internal sealed class SettingsMemory
{
    /// <summary>Names told of; the rest is counted.</summary>
    internal const int MostNames = 8;

    private static readonly string[] Sections =
        ["Gate", "Lanes", "Gpio", "Inputs", "Journal", "Keys", "Uplink", "Service", "Health", "Updates",
        "Settings"];
    private readonly string _path;
    private readonly IReadOnlyDictionary<string, string> _now;

    /// <param name="path">The file.</param>
    /// <param name="settings">What this run was started with.</param>
    /// <param name="by">Who has changed them if they are others: <c>file</c> or <c>hub</c>.</param>
    internal SettingsMemory(string path, IConfiguration settings, string by = "file")
    {
        (_path, By) = (path, by);
        _now = settings.AsEnumerable()
            .Where(pair => pair.Value is not null && Sections.Contains(pair.Key.Split(':')[0], StringComparer.OrdinalIgnoreCase))
            .ToDictionary(pair => pair.Key, pair => Mark(pair.Key, pair.Value!), StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>Who has changed them, for the record.</summary>
    internal string By { get; }

    /// <summary>What differs, in words for the record; null = nothing does, or there was no run before.</summary>
    /// <exception cref="IOException">The file cannot be read.</exception>
    internal string? Changes()
    {
        if (Read() is not { } before)
            return null;
        var changed = _now.Keys.Union(before.Keys, StringComparer.OrdinalIgnoreCase)
            .Where(key => before.GetValueOrDefault(key) != _now.GetValueOrDefault(key))
            .Order(StringComparer.OrdinalIgnoreCase).ToArray();
        if (changed.Length == 0)
            return null;
        var names = string.Join(", ", changed.Take(MostNames));
        return changed.Length > MostNames ? $"{names} and {changed.Length - MostNames} more" : names;
    }

    /// <summary>From now on this run's settings are those before. Call it once the change is recorded.</summary>
    /// <exception cref="IOException">The file cannot be written.</exception>
    internal void Keep()
    {
        File.WriteAllLines(_path + "-new", _now.Select(pair => $"{pair.Value} {pair.Key}").Order(StringComparer.Ordinal));
        File.Move(_path + "-new", _path, overwrite: true);
    }

    private Dictionary<string, string>? Read()
    {
        if (!File.Exists(_path))
            return null;
        return File.ReadLines(_path).Select(line => line.Split(' ', 2)).Where(parts => parts.Length == 2)
            .GroupBy(parts => parts[1], StringComparer.OrdinalIgnoreCase)
            .ToDictionary(same => same.Key, same => same.First()[0], StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>The name is in it, so that equal values of different settings do not show as equal.</summary>
    private static string Mark(string key, string value) => Convert.ToHexStringLower(
        SHA256.HashData(Encoding.UTF8.GetBytes(key.ToUpperInvariant() + "=" + value)).AsSpan(0, 8));
}
