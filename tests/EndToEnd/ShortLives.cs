using System.Runtime.CompilerServices;

namespace CheckIn.EndToEnd.Tests;

/// <summary>
/// What these tests start lives for seconds: what runs often in it is not compiled a second time while it still starts.
/// Programs that are measured or driven for long elsewhere run as they are shipped.
/// </summary>
internal static class ShortLives
{
    // Milliseconds, hexadecimal.
    private const string Delay = "BB8";

    [ModuleInitializer]
    internal static void Begin() => Environment.SetEnvironmentVariable("DOTNET_TC_CallCountingDelayMs", Delay);
}
