using System.Runtime.InteropServices;

namespace CheckIn.Gate.Turnstile.Guard;

/// <summary>This program once more: by its own executable where that runs, by the runtime's otherwise.</summary>
internal static class GuardCommand
{
    private const string Runtime = "dotnet";

    internal static IReadOnlyList<string> Line(IReadOnlyList<string> words)
    {
        var (program, assembly) = (Environment.ProcessPath!, typeof(GuardCommand).Assembly);
        return Path.GetFileNameWithoutExtension(program) == assembly.GetName().Name
            ? [program, GuardProcess.Word, .. words]
            : [RuntimeOf(program), "exec", assembly.Location, GuardProcess.Word, .. words];
    }

    /// <summary>It lies three folders above the framework: shared/Microsoft.NETCore.App/VERSION.</summary>
    private static string RuntimeOf(string program) => Path.GetFileName(program) == Runtime
        ? program
        : Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..", Runtime));
}
