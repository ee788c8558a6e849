using System.Collections;
using System.Runtime.InteropServices;

namespace CheckIn.Gate.Updates;

/// <summary>Program, arguments and environment of a version, as execve and posix_spawn take them.</summary>
internal sealed record ProgramCommand(IReadOnlyList<string> Words, IReadOnlyList<string> Environment)
{
    /// <summary>The folder of the installed program, for whoever is to start it again.</summary>
    internal const string InstalledVariable = "CHECKINGATE_INSTALLED";

    /// <summary>The launcher's process, for the version that it has on trial.</summary>
    internal const string ParentVariable = "CHECKINGATE_PARENT";

    private const string Name = "checkin-gate";
    private const string Runtime = "dotnet";

    /// <param name="folder">The version's.</param>
    /// <param name="args">The command line of this process.</param>
    /// <param name="changes">Of the environment; null = without it.</param>
    internal static ProgramCommand Of(string folder, string[] args, params (string Name, string? Value)[] changes) => new(
        Runtime == Path.GetFileName(RuntimePath) && File.Exists(RuntimePath)
            ? [RuntimePath, "exec", Path.Combine(folder, Name + ".dll"), .. args]
            : [Path.Combine(folder, Name), .. args],
        Changed(changes));

    /// <summary>It lies three folders above the framework: shared/Microsoft.NETCore.App/VERSION.</summary>
    private static string RuntimePath => System.Environment.ProcessPath is { } program && Path.GetFileName(program) == Runtime
        ? program : Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..", Runtime));

    private static List<string> Changed((string Name, string? Value)[] changes)
    {
        var environment = new List<string>();
        foreach (DictionaryEntry variable in System.Environment.GetEnvironmentVariables())
        {
            if (!changes.Any(change => change.Name == (string)variable.Key))
                environment.Add($"{variable.Key}={variable.Value}");
        }
        environment.AddRange(changes.Where(static change => change.Value is not null)
            .Select(static change => $"{change.Name}={change.Value}"));
        return environment;
    }
}
