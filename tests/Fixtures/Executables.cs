namespace CheckIn.Fixtures;

/// <summary>Where the built programs are, in the same configuration as the program that asks.</summary>
public static class Executables
{
    public static string Gate => Find("device", "checkin-gate.dll");

    public static string Hub => Find("hub", "checkin-hub.dll");

    private static string Find(string project, string file)
    {
        var here = new DirectoryInfo(AppContext.BaseDirectory);
        var framework = here.Name;
        var configuration = here.Parent!.Name;
        var root = here;
        while (root is not null && !File.Exists(Path.Combine(root.FullName, "CheckIn.sln")))
            root = root.Parent;
        var path = root is null ? "" : Path.Combine(root.FullName, project, "bin", configuration, framework, file);
        return File.Exists(path) ? path
            : throw new FileNotFoundException($"{file} is not built in configuration {configuration}: run dotnet build CheckIn.sln.");
    }
}
