namespace CheckIn.Gate.Enrolment;

/// <summary>
/// The hub's settings for this gate as a source of configuration: above those beside the program, below the environment
/// and the command line, so that somebody who stands at the gate has the last word. Where they lie is itself a setting,
/// so that is read from the other sources first.
/// </summary>
internal static class EnrolledSettings
{
    private const string DirectoryKey = "Enrolment:Directory";
    private const string IdKey = "Gate:Id";

    /// <summary>Adds them, when the gate is enrolled.</summary>
    /// <param name="configuration">What is below them.</param>
    /// <param name="above">Adds what is above them.</param>
    internal static IConfigurationBuilder AddEnrolled(
        this IConfigurationBuilder configuration, Action<IConfigurationBuilder> above)
    {
        var others = new ConfigurationBuilder();
        foreach (var source in configuration.Sources)
            others.Add(source);
        above(others);
        var file = Path.Combine(DirectoryOf(others.Build()), EnrolmentStore.SettingsFile);
        configuration.AddJsonFile(Path.GetFullPath(file), optional: true, reloadOnChange: false);
        above(configuration);
        return configuration;
    }

    /// <summary>Where enrolment's files lie, by these settings.</summary>
    internal static string DirectoryOf(IConfiguration settings) =>
        settings[DirectoryKey] is { Length: > 0 } directory ? directory : new EnrolmentOptions().Directory;

    /// <summary>
    /// What is wrong when somebody has written another id than the one that the gate was enrolled with; null = nothing.
    /// Events of two gates under one name, or a certificate that does not fit, would come of it.
    /// </summary>
    internal static string? OtherId(IConfiguration settings, EnrolledGate? enrolled)
    {
        if (enrolled is null || settings is not IConfigurationRoot root)
            return null;
        foreach (var source in root.Providers)
        {
            if (source.TryGet(IdKey, out var id) && !string.IsNullOrEmpty(id) && id != enrolled.Gate)
                return $"Gate:Id is '{id}', but this gate is enrolled as '{enrolled.Gate}'. Take Gate:Id out of appsettings.json, "
                    + "the environment and the command line: it comes from the hub; or enrol this gate anew: checkin-gate enrol "
                    + "CODE --again.";
        }
        return null;
    }
}
