namespace CheckIn.Hub.Modes;

/// <summary>The room, put together.</summary>
internal static class ModeServices
{
    internal static IServiceCollection AddModes(this IServiceCollection services) => services
        .AddSingleton<ModeDesk>()
        .AddHostedService<ModeLoop>();
}
