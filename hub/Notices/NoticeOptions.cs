using System.ComponentModel.DataAnnotations;

namespace CheckIn.Hub.Notices;

/// <summary>How recipients are told of alerts; section <c>Alerts</c>.</summary>
public sealed class NoticeOptions
{
    public const string Section = "Alerts";

    /// <summary>
    /// All that happens within this time after the first goes into one message for each recipient, 0 to 10 min, default
    /// 15 s. Less = more messages; more = the first is told later.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:10:00")]
    public TimeSpan Gather { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>
    /// Where people find the hub's alerts, such as <c>https://hub.example/alerts</c>; stands under every message.
    /// Default none.
    /// </summary>
    public Uri? Page { get; set; }

    /// <summary>
    /// How long a webhook may take to answer, 1 s to 2 min, default 15 s; then it is tried again later.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:02:00")]
    public TimeSpan WebhookTimeout { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>
    /// Proxy by which webhooks beyond this machine are reached, such as <c>http://proxy.example:3128</c>. Default none:
    /// they are reached directly, whatever the environment says.
    /// </summary>
    public Uri? WebhookProxy { get; set; }

    /// <summary>The mail server. Without <c>Alerts:Mail:Server</c> no mail is sent.</summary>
    public MailOptions Mail { get; set; } = new();
}
