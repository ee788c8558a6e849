using CheckIn.Supply.Build;

namespace CheckIn.Supply.Bom;

/// <summary>The two programs of which this product consists.</summary>
internal static class Programs
{
    internal const string Hub = "checkin-hub", Gate = "checkin-gate";

    internal static readonly string[] All = [Hub, Gate];

    /// <summary>Folder of the program's project.</summary>
    internal static string Project(string name) => SourceTree.In(name == Hub ? "hub" : "device");

    /// <summary>Where its build in this program's configuration lies.</summary>
    internal static string Output(string name) =>
        Path.Combine(Project(name), "bin", SourceTree.Configuration, "net10.0");

    /// <summary>The shared frameworks' version on this machine, as this program runs on it.</summary>
    internal static string Runtime { get; } = Environment.Version.ToString(3);
}
