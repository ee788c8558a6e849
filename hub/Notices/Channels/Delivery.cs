namespace CheckIn.Hub.Notices.Channels;

/// <summary>What came of an attempt.</summary>
/// <param name="Problem">
/// Why not, for the log: no address, and nothing that the other side said. Null = it has arrived.
/// </param>
internal sealed record Delivery(string? Problem)
{
    internal static Delivery Done { get; } = new((string?)null);

    internal bool IsDone => Problem is null;

    /// <summary>It would fail again.</summary>
    internal bool IsFinal { get; init; }

    /// <summary>What the other side said, for an operator; may name the address.</summary>
    internal string? Said { get; init; }

    internal string InFull => Said is null ? Problem! : $"{Problem}: {Said}";
}

/// <summary>A way to a recipient.</summary>
internal interface INoticeChannel
{
    NoticeChannel Kind { get; }

    /// <summary>Composes what travels; what it returns is kept and sent however often it takes.</summary>
    string BodyOf(NoticeContent content, MessageText text, DateTimeOffset now);

    /// <summary>The body of a test.</summary>
    string TestBodyOf(MessageText text, DateTimeOffset now);

    /// <exception cref="OperationCanceledException">The hub stops; whether it has arrived is not known.</exception>
    Task<Delivery> SendAsync(Recipient recipient, NoticeMessage message, CancellationToken cancellation);
}
