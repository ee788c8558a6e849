namespace CheckIn.Hub.Desired;

/// <summary>The room, put together.</summary>
internal static class DesiredServices
{
    internal static IServiceCollection AddDesired(this IServiceCollection services) => services
        .AddSingleton<DesiredDesk>()
        .AddSingleton<DesiredNotices>()
        .AddHostedService(static provider => provider.GetRequiredService<DesiredNotices>());
}
