using CheckIn.Hub.Settings;
using CheckIn.Hub.Web.Visitors;

namespace CheckIn.Hub.Visitors;

/// <summary>The room, put together.</summary>
internal static class VisitorServices
{
    internal static IServiceCollection AddVisitors(this IServiceCollection services, IConfiguration configuration) => services
        .AddSettings<VisitorOptions>(configuration, VisitorOptions.Section)
        .AddSingleton<VisitorKey>()
        .AddSingleton<InvitationDesk>()
        .AddSingleton<VisitorDesk>()
        .AddSingleton<VisitorErasure>()
        .AddHostedService(static provider => provider.GetRequiredService<VisitorErasure>())
        .AddVisitorPages();
}
