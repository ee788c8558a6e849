using CheckIn.Hub.Settings;

namespace CheckIn.Hub.Backups;

/// <summary>The room, put together.</summary>
internal static class BackupServices
{
    internal static IServiceCollection AddBackups(
        this IServiceCollection services, IConfiguration configuration) => services
        .AddSettings<BackupOptions>(configuration, BackupOptions.Section)
        .AddSingleton<BackupKeeper>()
        .AddHostedService(static provider => provider.GetRequiredService<BackupKeeper>());
}
