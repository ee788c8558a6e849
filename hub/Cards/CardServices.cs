namespace CheckIn.Hub.Cards;

/// <summary>The room, put together.</summary>
internal static class CardServices
{
    internal static IServiceCollection AddCards(this IServiceCollection services) => services
        .AddSingleton<CardKey>()
        .AddSingleton<CardLists>()
        .AddSingleton<CardDesk>()
        .AddSingleton<CardNews>()
        .AddHostedService(static provider => provider.GetRequiredService<CardNews>());
}
