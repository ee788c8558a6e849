namespace CheckIn.Hub.Desk;

/// <summary>The room, put together.</summary>
internal static class DeskServices
{
    internal static IServiceCollection AddDesk(this IServiceCollection services) => services
        .AddSingleton<DeskBook>()
        .AddSingleton<DeskLimits>();
}
