using CheckIn.Hub.Audit;

namespace CheckIn.Hub.Accounts;

/// <summary>How it is known who asks.</summary>
public enum CallerKind
{
    /// <summary>Nobody showed anything.</summary>
    Nobody,
    /// <summary>
    /// The operator of the hub's machine: who can read what the hub has written for him (<see cref="LocalOperator"/>).
    /// </summary>
    Local,
    /// <summary>A person who has signed in, in a browser.</summary>
    Person,
    /// <summary>A program, with a token.</summary>
    Token,
}

/// <summary>Who asks, and what he may. One for each request; read it with <see cref="Of"/>.</summary>
/// <param name="Actor">For the audit.</param>
/// <param name="Grants">What he was given; of the local operator everything, by one grant of the whole hub.</param>
public sealed record Caller(CallerKind Kind, Actor Actor, IReadOnlyList<Grant> Grants)
{
    private static readonly Grant[] Everything = [new(Role.Administrator)];

    /// <summary>Id of the person; of a token who made it. Null = nobody in particular.</summary>
    public long? PersonId { get; init; }

    /// <summary>The browser's session, of a person or the operator; null = asked without one.</summary>
    public Session? Session { get; init; }

    /// <summary>The token it was asked with; null = without one.</summary>
    public ApiToken? Token { get; init; }

    /// <summary>Somebody who showed nothing.</summary>
    public static Caller Nobody(string? from) => new(CallerKind.Nobody, new Actor("nobody", from), []);

    /// <summary>The operator of the hub's machine.</summary>
    public static Caller Local(string? from) => new(CallerKind.Local, Actor.Local with { From = from }, Everything);

    /// <summary>Whether he may somewhere.</summary>
    public bool May(Capability capability) => Grants.Any(grant => RoleTable.Of(grant.Role).Contains(capability));

    /// <summary>Whether he may for the whole hub.</summary>
    public bool MayEverywhere(Capability capability) =>
        Grants.Any(grant => grant.Node is null && RoleTable.Of(grant.Role).Contains(capability));

    /// <summary>The nodes where he may; empty = nowhere, or <see cref="MayEverywhere"/>.</summary>
    public IEnumerable<string> NodesOf(Capability capability) => Grants
        .Where(grant => grant.Node is not null && RoleTable.Of(grant.Role).Contains(capability))
        .Select(static grant => grant.Node!).Distinct(StringComparer.Ordinal);

    /// <summary>The name alone, without what kind of caller bears it.</summary>
    public string ShortName => Actor.Name[(Actor.Name.IndexOf(':', StringComparison.Ordinal) + 1)..];

    /// <summary>Who asks this; nobody, where nothing has asked who it is.</summary>
    public static Caller Of(HttpContext http) =>
        http.Features.Get<Caller>() ?? Nobody(http.Connection.RemoteIpAddress?.ToString());
}
