using CheckIn.Settings;

namespace CheckIn.Gate.Settings;

/// <summary>
/// Which settings are the hub's to steer: those that the catalog has and that are not the gate's own to say. Who the gate
/// is, where its files lie and whose programs it runs it says itself, whatever a catalog may say.
/// </summary>
internal static class Steering
{
    private static readonly string[] Own =
        ["Gate:Id", "Enrolment", "Keys", "Updates", "Journal:Path", "Service:Socket"];
    private static readonly string[] Cutting =
        ["Uplink:Hub", "Uplink:Certificate", "Uplink:Key", "Uplink:Authority", "Uplink:KeepAlive"];

    /// <summary>Whether the hub may set this key.</summary>
    /// <param name="path">Such as <c>Lanes:in:Turnstile:Pulse</c>.</param>
    internal static bool MayBeSet(string path) => !Own.Any(own => IsIn(path, own)) && !IsLaneName(path)
        && SettingsCatalog.Gate.Find(path) is { IsLocal: false, Kind: not (SettingKind.Section or SettingKind.List) };

    /// <summary>Whether a wrong value can cut the gate off from its hub.</summary>
    internal static bool CutsOff(string path) =>
        Cutting.Contains(path, StringComparer.OrdinalIgnoreCase) || SettingsCatalog.Gate.Find(path) is { CutsOff: true };

    private static bool IsIn(string path, string section) => path.StartsWith(section, StringComparison.OrdinalIgnoreCase)
        && (path.Length == section.Length || path[section.Length] == ':');

    /// <summary>By it everything else is found.</summary>
    private static bool IsLaneName(string path) => path.StartsWith("Lanes:", StringComparison.OrdinalIgnoreCase)
        && path.EndsWith(":Name", StringComparison.OrdinalIgnoreCase) && path.Count(static sign => sign == ':') == 2;
}
