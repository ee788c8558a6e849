using System.Text;
using CheckIn.Contract;
using CheckIn.Credentials;
using CheckIn.Hub.Events;
using CheckIn.Hub.Keys;
using CheckIn.Hub.Passes;
using CheckIn.Hub.Sites;
using CheckIn.Hub.Visits;
using CheckIn.Passes;
using CheckIn.Sealing;
using CheckIn.Storage;
using CheckIn.Time;

namespace CheckIn.Hub.Venues;

/// <summary>
/// Records who comes in and who leaves by a site's poster. One press is one event, chained and numbered like a gate's, and
/// what its form came to; both in one transaction, so that whoever presses twice, or loads the answer again, is recorded once.
/// The rules are judged within it, by what visits know at that moment.
/// </summary>
internal sealed class VenueRecorder(
    EventStore store, PosterDesk posters, VenueRules rules, KeyRing keys, PassTrustShelf trust, TimeProvider time)
{
    /// <summary>Codes of phones that were used at any poster; a second look at one is a photograph's.</summary>
    private readonly ReplayMemory _used = new();

    /// <summary>The id of a page's form.</summary>
    internal string NewForm(Poster poster) => VenueForm.New(posters.KeyOf(poster), poster.Site, time.GetUtcNow());

    /// <summary>What a form came to; null = it was not sent yet, or is forgotten.</summary>
    internal SentForm? Find(Poster poster, string form) => store.Read(db => PosterRows.Form(db, poster.Site, form));

    /// <summary>Reads a pass that somebody typed or pasted.</summary>
    /// <exception cref="Settings.RefusalException">It is none.</exception>
    internal VenueVisitor ReadPass(string text)
    {
        var code = Encoding.UTF8.GetBytes(text);
        if (code.Length > CredentialReader.MaxBytes)
            throw VenueException.NoPass();
        var stamp = VenueStamp.Now(time);
        var read = PassReader.Read(code, trust.Now(), stamp.At, stamp.Clock);
        return read.Pass is { } pass
            ? new VenueVisitor(pass.Subject, read.Proof, pass, read.Step) : throw VenueException.NoPass();
    }

    /// <summary>Records it once, whatever the form.</summary>
    /// <exception cref="Settings.RefusalException">It cannot be; nothing was recorded.</exception>
    /// <exception cref="DatabaseException">It could not be committed; nothing was recorded.</exception>
    internal async Task<SentForm> RecordAsync(
        Site site, Poster poster, string form, Direction direction, VenueVisitor visitor, CancellationToken cancellation)
    {
        var stamp = VenueStamp.Now(time);
        if (!VenueForm.IsGood(posters.KeyOf(poster), site.Code, form, stamp.At))
            throw VenueException.FormTooOld();
        if (Find(poster, form) is { } known)
            return known;
        visitor = Used(visitor);
        var day = SiteDay.Of(stamp.At, SiteZone.Of(site.Zone));
        var (tag, lane) = (TagRatchet.TagOf(keys.TagKeyOf(site.Code, day), visitor.Subject), rules.Of(site, direction));
        SentForm? sent = null;
        await store.RecordAsync(db =>
        {
            // Whoever pressed twice at once is here a second time.
            if ((sent = PosterRows.Form(db, site.Code, form)) is not null)
                return null;
            var verdict = lane.Decide(
                visitor, stamp.At.ToUnixTimeMilliseconds(), stamp.Clock, VisitBook.PresenceOf(db, site.Code, day, tag),
                VisitBook.Open(db, site.Code, day));
            sent = new SentForm(stamp.At, direction == Direction.In, VenueEvent.ReasonOf(verdict));
            PosterRows.Keep(db, site.Code, form, sent);
            PosterRows.Forget(db, stamp.At - VenueForm.Kept);
            return new OwnEvent(
                PosterGate.IdOf(site.Code), poster.Epoch,
                VenueEvent.Draft(visitor, direction, verdict, tag, SealedFields.DayText(day), stamp));
        }, cancellation);
        return sent!;
    }

    private VenueVisitor Used(VenueVisitor visitor) =>
        visitor is { Proof: CredentialProof.Valid, Pass: { } pass, Step: { } step } && !_used.TryUse(pass.Id, step)
            ? visitor with { Proof = CredentialProof.Replayed } : visitor;
}
