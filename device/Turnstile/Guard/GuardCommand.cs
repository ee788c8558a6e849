namespace CheckIn.Gate.Turnstile.Guard;

/// <summary>This program once more: by the same runtime, or by its own executable.</summary>
internal static class GuardCommand
{
    internal static IReadOnlyList<string> Line(IReadOnlyList<string> words)
    {
        var program = Environment.ProcessPath!;
        var assembly = typeof(GuardCommand).Assembly.Location;
        var isOwn = Path.GetFileNameWithoutExtension(program) == typeof(GuardCommand).Assembly.GetName().Name;
        return isOwn ? [program, GuardProcess.Word, .. words] : [program, "exec", assembly, GuardProcess.Word, .. words];
    }
}
