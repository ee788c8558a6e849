namespace CheckIn.Faults.Premises;

/// <summary>What a program of ours is started with: its settings, and a runtime that starts cheaply.</summary>
internal static class ProgramEnvironment
{
    internal static Dictionary<string, string> Of(IReadOnlyDictionary<string, string> settings, WallClock? clock)
    {
        var environment = settings.ToDictionary(
            setting => "CHECKIN_" + setting.Key.Replace(":", "__", StringComparison.Ordinal), setting => setting.Value);
        environment["DOTNET_TieredPGO"] = "0";
        environment["DOTNET_gcServer"] = "0";
        environment["DOTNET_gcConcurrent"] = "0";
        // Collected often, so that what grows is what is held and not what has not been looked at yet.
        environment["DOTNET_GCgen0size"] = "200000"; // hexadecimal: 2 MB
        if (clock is not null)
        {
            environment["DOTNET_STARTUP_HOOKS"] = typeof(ProgramEnvironment).Assembly.Location;
            environment[WallClock.Variable] = clock.Path;
        }
        return environment;
    }
}
