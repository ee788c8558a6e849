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

/// <summary>What is missing here, and what to install; null = nothing.</summary>
internal static class Requirements
{
    public static string? Mosquitto { get; } =
        Fixtures.Mqtt.Mosquitto.Server is null || Fixtures.Mqtt.Mosquitto.Publisher is null
        || Fixtures.Mqtt.Mosquitto.Subscriber is null
            ? "mosquitto 2 and its clients are not installed (Debian: mosquitto, mosquitto-clients)" : null;
}
