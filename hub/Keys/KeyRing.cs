using CheckIn.Enrolment;

namespace CheckIn.Hub.Keys;

/// <summary>
/// What gates get for tags and sealing. A site's tag key of a day follows from the root, the site, its generation and the
/// day; tracing keys are pairs of their own for each day, because to erase a day is to destroy its key.
/// </summary>
internal sealed class KeyRing
{
    /// <summary>What a gate of this site gets today.</summary>
    /// <param name="site">[a-z0-9-]{1,64}.</param>
    internal KeyDelivery Deliver(string site) => throw new NotImplementedException();

    /// <summary>Grows whenever what gates of this site get is another; the day's turn alone does not change it.</summary>
    internal long VersionOf(string site) => throw new NotImplementedException();

    /// <summary>A new generation: gates of the site take it up with their next question. Null = every site.</summary>
    internal Task RotateAsync(string? site, string actor, CancellationToken cancellation) => throw new NotImplementedException();
}
