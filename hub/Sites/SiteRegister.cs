#pragma warning disable CS9113 // skeleton
using CheckIn.Hub.Events;

namespace CheckIn.Hub.Sites;

/// <summary>The edge around <see cref="SiteTree"/>: reads it at start, changes it in one transaction with its audit row.</summary>
public sealed class SiteRegister(EventStore store, TimeProvider time)
{
    /// <summary>As it is now.</summary>
    public SiteTree Tree { get; private set; } = new();
}
