using CheckIn.Credentials;
using CheckIn.Hub.Accounts;
using CheckIn.Hub.Audit;
using CheckIn.Hub.Enrolment;
using CheckIn.Hub.Events;
using CheckIn.Hub.Keys;
using CheckIn.Hub.Sites;
using Microsoft.Extensions.Options;

namespace CheckIn.Hub.Venues;

/// <summary>
/// Makes posters, replaces them, and knows them again. Of a site one is good, the last; whoever opens an earlier one hears
/// that it is no longer used. Its making is in the audit, in the same transaction.
/// </summary>
internal sealed class PosterDesk(
    EventStore store, VenueKey keys, SiteRegister sites, LinkAddress links, IOptions<EnrolmentOptions> enrolment,
    TimeProvider time)
{
    private const string Made = "made", Replaced = "replaced";

    /// <summary>
    /// Where phones of visitors reach the hub's pages: Accounts:Address if that is HTTPS, else the host of Enrolment:Address;
    /// null = neither is set.
    /// </summary>
    internal Uri? Address => links.Set is { Scheme: "https" } set ? set
        : enrolment.Value.Address is { Length: > 0 } gates && Uri.TryCreate("https://" + gates, UriKind.Absolute, out var uri)
            ? new Uri($"https://{uri.Host}/") : null;

    /// <summary>Null = the site has none.</summary>
    internal Poster? Find(string site) => store.Read(db => PosterRows.Find(db, site));

    /// <summary>Sites that have one.</summary>
    internal IReadOnlySet<string> Sites() => store.Read(PosterRows.Sites);

    /// <summary>The address that the poster's code says.</summary>
    /// <exception cref="Settings.RefusalException">There is no address, or the key cannot be had.</exception>
    internal Uri CodeOf(Poster poster) => new(
        Address ?? throw VenueException.NoAddress(),
        VenueCode.Path + VenueKey.Sign(keys.Open(poster.KeyId), poster.Site, poster.Version).Key);

    /// <summary>Makes the site's poster, or another one in its place, which voids the one before.</summary>
    /// <exception cref="Settings.RefusalException">It cannot be; nothing was done.</exception>
    internal async Task<Poster> MakeAsync(string site, Actor actor, Sight sight)
    {
        if (!sight.Tree.Sites.ContainsKey(site))
            throw VenueException.NoSuchSite(site);
        if (Address is null)
            throw VenueException.NoAddress();
        if (site.Length > PosterGate.LongestSite)
            throw VenueException.TooLong(site);
        var (key, now) = (keys.OpenToSign(mayMake: Sites().Count == 0), time.GetUtcNow());
        Poster? made = null;
        await store.WriteAsync(db =>
        {
            var before = PosterRows.Find(db, site);
            made = new Poster(
                site, (before?.Version ?? 0) + 1, before?.Epoch ?? "poster-" + Guid.NewGuid().ToString("N"), VenueKey.IdOf(key),
                now, actor.Name);
            if (!PosterRows.TryPut(db, made))
            {
                made = null;
                return;
            }
            AuditLog.Add(db, now, new AuditEntry(
                actor, AuditActions.PosterMade, site, Detail: FormattableString.Invariant(
                    $"{(before is null ? Made : Replaced)}, version {made.Version}"), Place: site));
        }, CancellationToken.None);
        return made ?? throw VenueException.NameTaken(PosterGate.IdOf(site));
    }

    /// <summary>The site and poster that a code means.</summary>
    /// <exception cref="Settings.RefusalException">It is forged, or of an earlier poster.</exception>
    internal (Site Site, Poster Poster) Open(string key)
    {
        if (VenueCode.Read(key) is not { } code || Find(code.Site) is not { } poster
            || !sites.Tree.Sites.TryGetValue(code.Site, out var site))
            throw VenueException.Forged();
        if (!VenueKey.HasSigned(keys.Open(poster.KeyId), code) || code.Version > poster.Version)
            throw VenueException.Forged();
        return code.Version == poster.Version ? (site, poster) : throw VenueException.Replaced();
    }

    /// <summary>The key by which a poster's forms are known again.</summary>
    internal byte[] KeyOf(Poster poster) => keys.Open(poster.KeyId);
}
