namespace CheckIn.Hub.Commands;

/// <summary>The room, put together.</summary>
internal static class CommandServices
{
    internal static IServiceCollection AddCommands(this IServiceCollection services) => services.AddSingleton<CommandDesk>();
}
