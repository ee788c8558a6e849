namespace CheckIn.Hub.Rollouts;

/// <summary>The room, put together; what is rolled out adds itself.</summary>
internal static class RolloutServices
{
    internal static IServiceCollection AddRollouts(this IServiceCollection services) => services
        .AddSingleton<RolloutGates>()
        .AddSingleton<RolloutViews>()
        .AddSingleton<RolloutDesk>()
        .AddHostedService<RolloutLoop>();
}
