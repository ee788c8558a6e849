namespace CheckIn.Hub.Notices;

/// <summary>Whether a message has arrived.</summary>
public enum NoticeMessageState
{
    /// <summary>It is on its way, or is tried again later.</summary>
    Waiting,
    /// <summary>The mail server or the webhook has taken it.</summary>
    Sent,
    /// <summary>
    /// It was given up; it stays until somebody has it sent again, or a thousand later ones were given up.
    /// </summary>
    Dead,
}

/// <summary>One message to one recipient, word for word.</summary>
/// <param name="Key">By which a receiver knows it when it comes twice.</param>
/// <param name="Alerts">How many alerts it tells of.</param>
/// <param name="Attempts">How often it was tried in vain.</param>
/// <param name="NextAt">When it is tried again; null = it is not.</param>
/// <param name="Problem">Why it did not arrive the last time, for an operator; may name the address.</param>
public sealed record NoticeMessage(
    long Id, string Key, long RecipientId, string Recipient, DateTimeOffset MadeAt, int Alerts, string Subject,
    string Body, int Attempts, DateTimeOffset? NextAt, DateTimeOffset? SentAt, DateTimeOffset? GivenUpAt,
    string? Problem)
{
    public NoticeMessageState State => SentAt is not null ? NoticeMessageState.Sent
        : GivenUpAt is not null ? NoticeMessageState.Dead : NoticeMessageState.Waiting;
}
