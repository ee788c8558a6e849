using CheckIn.Hub.Alerts;

namespace CheckIn.Hub.Web;

/// <summary>What the pages of alerts say, in one language.</summary>
public sealed partial record AlertWords
{
    // The page of alerts.
    public required string Alerts { get; init; }
    public required string Standing { get; init; }
    public required string Past { get; init; }
    public required string What { get; init; }
    public required string Since { get; init; }
    public required string Until { get; init; }
    public required string Lasted { get; init; }
    public required string Where { get; init; }
    public required string Handling { get; init; }
    public required string NoneStanding { get; init; }
    public required string NoneStandingNext { get; init; }
    public required string NoRecipient { get; init; }
    public required string NonePast { get; init; }
    public required string Acknowledge { get; init; }
    public required string AcknowledgedBy { get; init; }
    public required string Snooze { get; init; }
    public required string SnoozeHour { get; init; }
    public required string SnoozeShift { get; init; }
    public required string SnoozeMorning { get; init; }
    public required string SnoozedUntil { get; init; }
    public required string Wake { get; init; }
    public required string Escalated { get; init; }
    public required string DoneAcknowledge { get; init; }
    public required string DoneSnooze { get; init; }
    public required string DoneWake { get; init; }
    public required string NoLonger { get; init; }
    public required string Filter { get; init; }
    public required string Critical { get; init; }
    public required string Warning { get; init; }
    public required string Notice { get; init; }
    public required string MoreStanding { get; init; }
    public required string OfGates { get; init; }
    public required string Waiting { get; init; }
    public required string DaysLeft { get; init; }
    public required string OnLanes { get; init; }
    public required string AtSites { get; init; }
    public required string OffBy { get; init; }
    public required string RoomLeft { get; init; }
    public required string Into { get; init; }
    public required string TheHub { get; init; }

    // Kinds of alerts.
    public required string Offline { get; init; }
    public required string Backlog { get; init; }
    public required string Clock { get; init; }
    public required string UnreadableRate { get; init; }
    public required string CertificateEnds { get; init; }
    public required string SettingsLate { get; init; }
    public required string RolloutStopped { get; init; }
    public required string HubTrouble { get; init; }
    public required string AuditBroken { get; init; }
    public required string BackupFailed { get; init; }

    // Recipients.
    public required string Recipients { get; init; }
    public required string Recipient { get; init; }
    public required string RecipientsEmpty { get; init; }
    public required string RecipientsEmptyNext { get; init; }
    public required string Channel { get; init; }
    public required string ChannelMail { get; init; }
    public required string ChannelWebhook { get; init; }
    public required string RecipientAddress { get; init; }
    public required string AddressHint { get; init; }
    public required string RecipientName { get; init; }
    public required string RecipientNameHint { get; init; }
    public required string Speaks { get; init; }
    public required string Scope { get; init; }
    public required string ScopeHint { get; init; }
    public required string ScopeAll { get; init; }
    public required string Least { get; init; }
    public required string LevelLabel { get; init; }
    public required string LevelHint { get; init; }
    public required string Quiet { get; init; }
    public required string QuietHint { get; init; }
    public required string AddRecipient { get; init; }
    public required string Remove { get; init; }
    public required string RemoveTitle { get; init; }
    public required string RemoveWhat { get; init; }
    public required string RemoveWaiting { get; init; }
    public required string Test { get; init; }
    public required string Tested { get; init; }
    public required string NotTold { get; init; }
    public required string TestFailed { get; init; }
    public required string Added { get; init; }
    public required string Removed { get; init; }
    public required string SecretOnce { get; init; }

    // Messages that could not be sent.
    public required string DeadLetters { get; init; }
    public required string DeadLettersNone { get; init; }
    public required string DeadLettersWhat { get; init; }
    public required string GivenUp { get; init; }
    public required string Subject { get; init; }
    public required string Attempts { get; init; }
    public required string Problem { get; init; }
    public required string SendAgain { get; init; }
    public required string SentAgain { get; init; }
    public required string NoSuchMessage { get; init; }

    /// <summary>In the language of the page's other words.</summary>
    public static AlertWords Of(Words words)
    {
        ArgumentNullException.ThrowIfNull(words);
        return words.Language == "en" ? English : Vietnamese;
    }

    /// <summary>What happened, in a few words; what gates' alarms are called is in the pages' common words.</summary>
    public string KindOf(string kind, Words words)
    {
        ArgumentNullException.ThrowIfNull(words);
        return kind switch
        {
            AlertKinds.Offline => Offline,
            AlertKinds.Backlog => Backlog,
            AlertKinds.Clock => Clock,
            AlertKinds.UnreadableRate => UnreadableRate,
            AlertKinds.CertificateEnds => CertificateEnds,
            AlertKinds.SettingsLate => SettingsLate,
            AlertKinds.RolloutStopped => RolloutStopped,
            AlertKinds.HubTrouble => HubTrouble,
            AlertKinds.AuditBroken => AuditBroken,
            AlertKinds.BackupFailed => BackupFailed,
            _ => words.Alarm(kind),
        };
    }

    public string SeverityOf(Severity severity) => severity switch
    {
        Hub.Alerts.Severity.Critical => Critical,
        Hub.Alerts.Severity.Warning => Warning,
        _ => Notice,
    };
}
