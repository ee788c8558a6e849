using System.Text;

namespace CheckIn.Gate.Service;

/// <summary>Where the control socket is: where the gate makes it, and where a command looks for it.</summary>
internal static class ControlPath
{
    /// <summary>The longest path that a Unix socket can have, bytes.</summary>
    internal const int MaxBytes = 107;

    private const string Name = "control.sock";

    /// <summary>The runtime directory of the gate's unit, which a technician's shell does not tell of.</summary>
    private const string UnitsDirectory = "/run/checkin-gate";

    /// <summary>The gate's own.</summary>
    /// <param name="setting"><see cref="ServiceOptions.Socket"/>.</param>
    /// <param name="journal">The journal's file.</param>
    /// <param name="runtimeDirectory">$RUNTIME_DIRECTORY; systemd separates several by colons.</param>
    internal static string Of(string? setting, string journal, string? runtimeDirectory) =>
        !string.IsNullOrWhiteSpace(setting) ? Path.GetFullPath(setting)
        : FirstOf(runtimeDirectory) is { } directory ? Path.Combine(directory, Name)
        : Path.Combine(Path.GetDirectoryName(Path.GetFullPath(journal)) ?? "/", Name);

    /// <summary>Where it may be, likeliest first.</summary>
    internal static IReadOnlyList<string> Candidates(string? setting, string journal, string? runtimeDirectory) =>
        !string.IsNullOrWhiteSpace(setting) ? [Path.GetFullPath(setting)]
        : [.. new[]
        {
            Of(null, journal, runtimeDirectory), Of(null, journal, null), Path.Combine(UnitsDirectory, Name),
        }.Distinct()];

    internal static bool IsTooLong(string path) => Encoding.UTF8.GetByteCount(path) > MaxBytes;

    private static string? FirstOf(string? directories) =>
        directories?.Split(':', StringSplitOptions.RemoveEmptyEntries) is [var first, ..] ? first : null;
}
