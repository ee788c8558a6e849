using CheckIn.Hub.Notices.Channels;
using CheckIn.Hub.Settings;

namespace CheckIn.Hub.Notices;

/// <summary>What tells recipients of alerts, put together.</summary>
internal static class NoticeServices
{
    internal static IServiceCollection AddNotices(this IServiceCollection services, IConfiguration configuration) =>
        services
        .AddSettings<NoticeOptions>(configuration, NoticeOptions.Section)
        .AddSingleton<NoticeDesk>()
        .AddSingleton<Recipients>()
        .AddSingleton<NoticeGiving>()
        .AddSingleton<INoticeChannel, MailChannel>()
        .AddSingleton<INoticeChannel, WebhookChannel>()
        .AddSingleton<NoticeSender>()
        .AddHostedService(static provider => provider.GetRequiredService<NoticeSender>())
        .AddHostedService<AlertTopic>();
}
