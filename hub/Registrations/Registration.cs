using CheckIn.Hub.Sites;

namespace CheckIn.Hub.Registrations;

/// <summary>How far a place's own registration has come.</summary>
internal enum RegistrationState { Waiting, Approved, Refused, Expired }

/// <summary>A place that registered itself.</summary>
/// <param name="Node">Code of the node that decides.</param>
/// <param name="Kind">One of <see cref="SiteKinds"/>.</param>
/// <param name="Owner">Null = decided, and erased here.</param>
/// <param name="Code">What the owner says when he is called; null = he has been, or nobody asks any more.</param>
internal sealed record Registration(
    long Id, string Node, string Name, string Kind, string? Address, Contact? Owner, string? Code, int Tries,
    RegistrationState State, DateTimeOffset MadeAt)
{
    /// <summary>When somebody decided, or nobody did for too long.</summary>
    internal DateTimeOffset? DecidedAt { get; init; }
    /// <summary>Why it was refused, for the owner to read.</summary>
    internal string? Why { get; init; }

    /// <summary>The code of the place that it becomes.</summary>
    internal string Site => FormattableString.Invariant($"dk-{Id:D6}");
}

/// <summary>A place as its owner says it is.</summary>
/// <param name="Node">Code of the node that is to decide.</param>
internal sealed record RegistrationOrder(
    string Node, string Name, string Kind, string? Address, string OwnerName, string OwnerPhone);
