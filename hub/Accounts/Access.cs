namespace CheckIn.Hub.Accounts;

/// <summary>Who may use a route; every route has exactly one (<see cref="GuardedRoutes"/>).</summary>
/// <param name="Capability">What it takes; null where <paramref name="Kind"/> says all.</param>
internal sealed record Access(AccessKind Kind, Capability? Capability = null)
{
    /// <summary>Anybody: what a browser needs before somebody has signed in, and whether the hub is well.</summary>
    internal static Access Open { get; } = new(AccessKind.Open);

    /// <summary>Whoever is known, whatever he may: his own account.</summary>
    internal static Access SignedIn { get; } = new(AccessKind.SignedIn);

    /// <summary>
    /// Gates, over the HTTPS that only they reach; each endpoint judges certificate or claim itself.
    /// </summary>
    internal static Access Gates { get; } = new(AccessKind.Gates);

    /// <summary>The operator of this machine.</summary>
    internal static Access Local { get; } = new(AccessKind.Local);

    /// <summary>Who may it somewhere; the handler keeps to where (<see cref="Sight"/>).</summary>
    internal static Access To(Capability capability) => new(AccessKind.Somewhere, capability);

    /// <summary>Who may it for the whole hub.</summary>
    internal static Access WholeHub(Capability capability) => new(AccessKind.WholeHub, capability);

    /// <summary>
    /// Whoever is signed in in a browser must have proven lately who he is; else he is asked again
    /// (<see cref="Doorkeeper"/>). For what is hard to undo, and for the page with its form too.
    /// </summary>
    internal bool IsFresh { get; private init; }

    /// <summary>The same, and freshly proven.</summary>
    internal Access Freshly => this with { IsFresh = true };

    /// <summary>Whether this caller may.</summary>
    internal bool Admits(Caller caller) => Kind switch
    {
        AccessKind.Open or AccessKind.Gates => true,
        AccessKind.SignedIn => caller.Kind != CallerKind.Nobody,
        AccessKind.Local => caller.Kind == CallerKind.Local,
        AccessKind.Somewhere => caller.May(Capability!.Value),
        AccessKind.WholeHub => caller.MayEverywhere(Capability!.Value),
        _ => false,
    };
}

/// <summary>The kinds of <see cref="Access"/>.</summary>
internal enum AccessKind
{
    Open,
    SignedIn,
    Gates,
    Local,
    Somewhere,
    WholeHub,
}
