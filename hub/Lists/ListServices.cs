namespace CheckIn.Hub.Lists;

/// <summary>The room, put together.</summary>
internal static class ListServices
{
    internal static IServiceCollection AddLists(this IServiceCollection services) => services
        .AddSingleton<ListBook>()
        .AddSingleton<GateListing>();
}
