using CheckIn.Hub.Alerts;
using CheckIn.Settings;

namespace CheckIn.Hub.Notices;

/// <summary>How somebody is reached.</summary>
public enum NoticeChannel { Mail, Webhook }

/// <summary>
/// A duty that is told of alerts, and how. Name and address are never in logs' company: a log says the name, which is
/// that of a duty, and never the address, which may be a person's.
/// </summary>
/// <param name="Name">[a-z0-9-]{1,64}, such as <c>truc-ban-tinh</c>.</param>
/// <param name="Address">Of a mailbox, or the URL of a webhook.</param>
/// <param name="Language">Of the messages.</param>
/// <param name="Node">Code of a node: what is in it or above it is told; null = everything.</param>
/// <param name="Least">What matters less is not told.</param>
/// <param name="Level">1 = told at once; 2 and 3 = told when nobody of the levels before has answered.</param>
/// <param name="Quiet">When only critical alerts are told; null = never.</param>
public sealed record Recipient(
    long Id, string Name, NoticeChannel Channel, string Address, Language Language, string? Node, Severity Least,
    int Level, QuietHours? Quiet, DateTimeOffset AddedAt)
{
    /// <summary>The highest level.</summary>
    public const int MostLevel = 3;

    /// <summary>By which the receiver of a webhook knows that the hub sent it; shown once, when it is made.</summary>
    internal string? Secret { get; init; }
}
