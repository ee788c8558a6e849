using CheckIn.Gate.Settings;

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

    /// <summary>Adds them, when the gate is enrolled, and what the hub sets besides.</summary>
    /// <param name="configuration">What is below them.</param>
    /// <param name="above">Adds what is above them.</param>
    /// <param name="hub">What the hub sets; null = nothing.</param>
    /// <param name="plan">In place of what came with the enrolment; null = that.</param>
    internal static IConfigurationBuilder AddEnrolled(
        this IConfigurationBuilder configuration, Action<IConfigurationBuilder> above, HubSettings? hub = null,
        ReadOnlyMemory<byte>? plan = null)
    {
        var directory = Path.GetFullPath(DirectoryOf(Copy(configuration, above)));
        if (plan is { } other)
            configuration.AddInMemoryCollection(Read(other));
        else
            configuration.AddJsonFile(Path.Combine(directory, EnrolmentStore.SettingsFile), optional: true, reloadOnChange: false);
        if (hub is not null)
            configuration.AddInMemoryCollection(HubLayer.Of(hub.Values, Copy(configuration, above)).Settings);
        above(configuration);
        // A lane's scanner that nothing of these names.
        return configuration.AddInMemoryCollection(ScannerChoice.Settings(directory, Copy(configuration)));
    }

    private static IConfigurationRoot Copy(IConfigurationBuilder configuration, Action<IConfigurationBuilder>? above = null)
    {
        var copy = new ConfigurationBuilder();
        foreach (var source in configuration.Sources)
            copy.Add(source);
        above?.Invoke(copy);
        return copy.Build();
    }

    private static IEnumerable<KeyValuePair<string, string?>> Read(ReadOnlyMemory<byte> plan)
    {
        using var bytes = new MemoryStream(plan.ToArray());
        return [.. new ConfigurationBuilder().AddJsonStream(bytes).Build().AsEnumerable()
            .Where(static pair => pair.Value is not null)];
    }

    /// <summary>Where enrolment's files lie, without a look at what lies there.</summary>
    internal static string DirectoryOf(string[] args) => DirectoryOf(
        new ConfigurationBuilder().SetBasePath(AppContext.BaseDirectory).AddJsonFile("appsettings.json", optional: true)
            .AddEnvironmentVariables("CHECKIN_").AddCommandLine(args).Build());

    /// <summary>Where enrolment's files lie, by these settings.</summary>
    internal static string DirectoryOf(IConfiguration settings) =>
        settings[DirectoryKey] is { Length: > 0 } directory ? directory : new EnrolmentOptions().Directory;

    /// <summary>Whether the gate has an identity from a hub.</summary>
    internal static bool IsEnrolled(IConfiguration settings)
    {
        try
        {
            return new EnrolmentStore(DirectoryOf(settings)).Read() is not null;
        }
        catch (EnrolmentStoreException)
        {
            return false; // it was
        }
    }

    /// <summary>
    /// Whether the gate is nobody by these settings, so that it waits to be enrolled, or would if it ran.
    /// </summary>
    internal static bool IsNobody(IConfiguration settings)
    {
        try
        {
            return string.IsNullOrWhiteSpace(settings[IdKey])
                && new EnrolmentStore(DirectoryOf(settings)) is var store && store.Read() is null && store.Remains() is null;
        }
        catch (EnrolmentStoreException)
        {
            return false; // it was somebody
        }
    }

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
                    + "the environment and the command line: it comes from the hub; or enrol this gate anew: "
                    + "checkin-gate enrol "
                    + "CODE --again.";
        }
        return null;
    }
}
