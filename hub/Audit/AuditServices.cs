namespace CheckIn.Hub.Audit;

/// <summary>The room, put together.</summary>
internal static class AuditServices
{
    internal static IServiceCollection AddAudit(this IServiceCollection services) => services
        .AddSingleton<AuditDesk>()
        .AddSingleton<AuditSealer>()
        .AddSingleton<AuditPatrol>()
        .AddSingleton<AuditKeeper>()
        .AddHostedService(static provider => provider.GetRequiredService<AuditKeeper>());
}
