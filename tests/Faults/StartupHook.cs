using System.Diagnostics;
using CheckIn.Faults.Premises;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;

/// <summary>
/// Runs inside a gate or the hub before its Main, where DOTNET_STARTUP_HOOKS names this assembly: the program's wall
/// clock becomes one that can be set. The product knows nothing of it; its host tells whoever listens that it is being
/// built, and time is one of its services.
/// </summary>
#pragma warning disable CA1050 // The runtime looks for this name without a namespace.
internal static class StartupHook
#pragma warning restore CA1050
{
    public static void Initialize()
    {
        if (Environment.GetEnvironmentVariable(WallClock.Variable) is { Length: > 0 } path)
            DiagnosticListener.AllListeners.Subscribe(new Listening(new JumpingTime(new WallClock(path))));
    }

    private sealed class Listening(TimeProvider time)
        : IObserver<DiagnosticListener>, IObserver<KeyValuePair<string, object?>>
    {
        public void OnNext(DiagnosticListener value)
        {
            if (value.Name == "Microsoft.Extensions.Hosting")
                value.Subscribe(this);
        }

        public void OnNext(KeyValuePair<string, object?> value)
        {
            if (value is { Key: "HostBuilding", Value: IHostBuilder host })
                host.ConfigureServices(services => services.RemoveAll<TimeProvider>().AddSingleton(time));
        }

        public void OnCompleted() { }

        public void OnError(Exception error) { }
    }
}
