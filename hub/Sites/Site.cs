using CheckIn.Time;

namespace CheckIn.Hub.Sites;

/// <summary>How long a place is one.</summary>
public enum SiteForm { Permanent, Event, Mobile }

/// <summary>
/// How far a place is equipped. The first four are said by people, the others are what the gates show.
/// </summary>
public enum Deployment { None, PosterOnly, Ordered, Installed, Active, Idle, Wrong }

/// <summary>Somebody who answers for a place; never in logs, topics or metrics.</summary>
/// <param name="Phone">As written; null = not known.</param>
public sealed record Contact(string Name, string? Phone);

/// <summary>A place with gates or a poster.</summary>
/// <param name="Code">Its id: [a-z0-9-]{1,64}, the one that its gates' enrolment names.</param>
/// <param name="Kind">One of <see cref="SiteKinds"/>.</param>
/// <param name="Node">Id of the node it belongs to; null = not known yet.</param>
public sealed record Site(long Id, string Code, string Name, string Kind, SiteForm Form, long? Node)
{
    public string? Address { get; init; }
    /// <summary>When an event begins.</summary>
    public DateTimeOffset? StartsAt { get; init; }
    /// <summary>When an event is over.</summary>
    public DateTimeOffset? EndsAt { get; init; }
    /// <summary>Who is responsible.</summary>
    public Contact? Head { get; init; }
    /// <summary>Who looks after the scanning.</summary>
    public Contact? QrManager { get; init; }
    /// <summary>Who helps visitors; null = its node's.</summary>
    public string? SupportNumber { get; init; }
    /// <summary>IANA time zone; null = the hub's.</summary>
    public string? Zone { get; init; }
    /// <summary>Null = always open.</summary>
    public OpeningHours? Hours { get; init; }
    /// <summary>What people said: one of the first four.</summary>
    public Deployment Declared { get; init; }
    /// <summary>When it must be equipped.</summary>
    public DateOnly? Deadline { get; init; }
    /// <summary>Dimension (sector, zone, ministry, ...) to value.</summary>
    public IReadOnlyDictionary<string, string> Groups { get; init; } = new Dictionary<string, string>();
}
