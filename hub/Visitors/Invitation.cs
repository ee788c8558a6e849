using CheckIn.Hub.Sites;

namespace CheckIn.Hub.Visitors;

/// <summary>Whom somebody wants to invite.</summary>
/// <param name="Scope">A site or a node.</param>
/// <param name="Category">Of the passes, one of <see cref="CheckIn.Passes.PassCategories"/> or another word.</param>
/// <param name="Most">How many people may use the link, 1 to 200.</param>
/// <param name="Label">To find it again; never a name. Null = none.</param>
internal sealed record InvitationOrder(
    FleetScope Scope, string Category, DateTimeOffset From, DateTimeOffset Until, int Most, string? Label);

/// <summary>An invitation as the hub keeps it; its link is told once.</summary>
/// <param name="Number">In the order in which they were made.</param>
/// <param name="Used">How many people have used it.</param>
internal sealed record Invitation(
    long Number, InvitationOrder Order, int Used, DateTimeOffset MadeAt, string MadeBy, DateTimeOffset? RevokedAt,
    string? RevokedBy)
{
    /// <summary>Whether one more person may use it.</summary>
    internal InvitationState StateAt(DateTimeOffset now) =>
        RevokedAt is not null ? InvitationState.Revoked
        : now >= Order.Until ? InvitationState.Ended
        : Used >= Order.Most ? InvitationState.Full : InvitationState.Open;
}

/// <summary>What an invitation is good for.</summary>
internal enum InvitationState
{
    /// <summary>Somebody may use it, also before its first day.</summary>
    Open,
    /// <summary>As many have used it as may; their own links go on.</summary>
    Full,
    /// <summary>Its time is over.</summary>
    Ended,
    /// <summary>Somebody has withdrawn it, with the passes that came of it.</summary>
    Revoked,
}

/// <summary>An invitation with its link's secret, told once.</summary>
internal sealed record NewInvitation(Invitation Invitation, string Secret)
{
    /// <summary>Not for logs.</summary>
    public override string ToString() => $"invitation {Invitation.Number}";
}
