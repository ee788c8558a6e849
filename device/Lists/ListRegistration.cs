using CheckIn.Gate.Clock;
using CheckIn.Gate.Journal;
using Microsoft.Extensions.Options;

namespace CheckIn.Gate.Lists;

internal static class ListRegistration
{
    internal static IServiceCollection AddLists(this IServiceCollection services) => services
        .AddSingleton(static provider => new GateLists(
            new ListFiles(provider.GetRequiredService<IOptions<JournalOptions>>().Value.Path),
            provider.GetRequiredService<GateClock>(), provider.GetRequiredService<ILogger<GateLists>>()))
        .AddHostedService<ListService>();
}
