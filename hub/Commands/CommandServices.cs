using CheckIn.Hub.Ingest;

namespace CheckIn.Hub.Commands;

/// <summary>The room, put together.</summary>
internal static class CommandServices
{
    internal static IServiceCollection AddCommands(this IServiceCollection services) => services
        .AddSingleton<CommandCounters>()
        .AddSingleton<CommandReach>()
        .AddSingleton<CommandPost>()
        .AddSingleton<CommandDesk>()
        .AddSingleton<IGateListener, CommandReplies>()
        .AddHostedService<CommandLoop>();
}
