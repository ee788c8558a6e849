using CheckIn.Fixtures.Mqtt;

namespace CheckIn.Interop.Tests;

/// <summary>A test that needs mosquitto and its clients, and is skipped without them.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class MosquittoFactAttribute : FactAttribute
{
    public MosquittoFactAttribute() => Skip = Requirements.Mosquitto;
}

/// <summary>The same with several inputs.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class MosquittoTheoryAttribute : TheoryAttribute
{
    public MosquittoTheoryAttribute() => Skip = Requirements.Mosquitto;
}

/// <summary>A test that needs mqtt.js, and is skipped without it.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class MqttJsFactAttribute : FactAttribute
{
    public MqttJsFactAttribute() => Skip = Requirements.MqttJs;
}

/// <summary>A test with several inputs that needs mqtt.js and mosquitto.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class MqttJsTheoryAttribute : TheoryAttribute
{
    public MqttJsTheoryAttribute() => Skip = Requirements.MqttJs ?? Requirements.Mosquitto;
}

/// <summary>What is missing here, and what to install; null = nothing.</summary>
internal static class Requirements
{
    public static string? Mosquitto { get; } =
        Fixtures.Mqtt.Mosquitto.Server is null || Fixtures.Mqtt.Mosquitto.Publisher is null
        || Fixtures.Mqtt.Mosquitto.Subscriber is null
            ? "mosquitto 2 and its clients are not installed (Debian: mosquitto, mosquitto-clients)" : null;

    public static string? Node { get; } = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
        .Select(folder => Path.Combine(folder, "node")).FirstOrDefault(File.Exists);

    /// <summary>Where the script and, once installed, its packages are.</summary>
    public static string MqttJsFolder { get; } =
        Path.Combine(Fixtures.Executables.Repository ?? "", "tests", "Interop", "mqttjs");

    public static string? MqttJs { get; } =
        Node is null ? "node is not installed"
        : !Directory.Exists(Path.Combine(MqttJsFolder, "node_modules", "mqtt"))
            ? "mqtt.js is not installed: npm install --no-package-lock --prefix tests/Interop/mqttjs" : null;
}
