using CheckIn.Gate.Identity;
using Microsoft.Extensions.Options;

namespace CheckIn.Gate.Updates;

internal static class UpdateRegistration
{
    internal static IServiceCollection AddUpdates(this IServiceCollection services) => services
        .AddUpdateSettings()
        .AddSingleton(provider => new UpdateBook(
            UpdateSettings.StoreOf(provider.GetRequiredService<OwnSettings>().Configuration)))
        .AddSingleton<UpdateCue>()
        .AddSingleton(provider => new UpdateFetch(
            provider.GetRequiredService<HubDesk>(), provider.GetRequiredService<UpdateBook>().Store,
            provider.GetRequiredService<IOptions<UpdateOptions>>().Value, provider.GetRequiredService<TimeProvider>()))
        .AddSingleton<UpdateSwitch>()
        .AddTransient<TrialSigns>()
        .AddHostedService<TrialWatch>()
        .AddHostedService<UpdateService>();
}
