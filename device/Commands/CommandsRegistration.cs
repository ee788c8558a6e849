using CheckIn.Gate.Settings;
using Microsoft.Extensions.Options;

namespace CheckIn.Gate.Commands;

internal static class CommandsRegistration
{
    /// <param name="services">Those of one life.</param>
    /// <param name="logs">What was logged in this life and those before.</param>
    internal static IServiceCollection AddCommands(this IServiceCollection services, LogRing logs) => services
        .AddSingleton(logs)
        .AddSingleton<ILoggerProvider, LogRingProvider>()
        .AddSingleton(provider => new CommandExchange(
            provider.GetRequiredService<IOptions<GateOptions>>().Value.Id, provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<CommandExchange>>()))
        .AddSingleton<GateCommand, OpenOnce>()
        .AddSingleton<GateCommand, Admit>()
        .AddSingleton<GateCommand, Identify>()
        .AddSingleton<GateCommand, SelfTest>()
        .AddSingleton<GateCommand, Restart>()
        .AddSingleton<GateCommand, SendLogs>()
        .AddSingleton<GateCommand, ScanTest>()
        .AddHostedService<CommandService>();
}
