namespace CheckIn.Fixtures;

/// <summary>Where the built programs are, in the same configuration as the program that asks.</summary>
public static class Executables
{
    public static string Gate => Find("device", "checkin-gate.dll");

    public static string Hub => Find("hub", "checkin-hub.dll");

    public static string FleetSimulator => Find(Path.Combine("tests", "FleetSimulator"), "checkin-fleet.dll");

    /// <summary>The folder of CheckIn.sln; null = the program that asks does not run where it was built.</summary>
    public static string? Repository
    {
        get
        {
            var root = new DirectoryInfo(AppContext.BaseDirectory);
            while (root is not null && !File.Exists(Path.Combine(root.FullName, "CheckIn.sln")))
                root = root.Parent;
            return root?.FullName;
        }
    }

    private static string Find(string project, string file)
    {
        var here = new DirectoryInfo(AppContext.BaseDirectory);
        var framework = here.Name;
        var configuration = here.Parent!.Name;
        var path = Repository is { } root ? Path.Combine(root, project, "bin", configuration, framework, file) : "";
        return File.Exists(path) ? path
            : throw new FileNotFoundException($"{file} is not built in configuration {configuration}: run dotnet build CheckIn.sln.");
    }
}
