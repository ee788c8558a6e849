using System.Text;
using CheckIn.Contract;
using CheckIn.Credentials;
using CheckIn.Hub.Desired;
using CheckIn.Hub.Events;
using CheckIn.Hub.Modes;
using CheckIn.Hub.Rules;
using CheckIn.Hub.Settings;
using CheckIn.Hub.Sites;
using CheckIn.Rules;

namespace CheckIn.Hub.Venues;

/// <summary>
/// The rules of a site as they hold at its poster: those that the hub would send to a gate there, decided by the engine that
/// gates decide by. A phone shows no code, so that what is said of kinds of codes does not concern it, and no list of cards
/// names it; where only listed people are let in it is refused.
/// </summary>
internal sealed class VenueRules(EventStore store, LayerShelf layers, ModeDesk modes, SiteRegister sites, TimeProvider time)
{
    /// <summary>What holds there now.</summary>
    /// <exception cref="FormatException">The settings are none that a gate could decide by.</exception>
    internal VenueLane Of(Site site, Direction direction)
    {
        var gate = PosterGate.IdOf(site.Code);
        var (values, orders) = store.Read(db => (
            layers.Of(db).Compose(gate, site.Code, null).Values, modes.For(db, [gate]).GetValueOrDefault(gate)));
        var options = SentRules.Of(values);
        options.UnknownCodes = RulePolicy.Admit;
        foreach (var lane in options.Lanes)
            lane.UnknownCodes = null;
        var engine = RuleEngine.Of(
            options, null, DesiredTeller.PlaceOf(site.Code, sites.Tree, HubZone.DayOf(time.GetUtcNow())));
        return new VenueLane(engine, engine.Of(PosterGate.Lane, direction), ModeOf(orders));
    }

    /// <summary>The strongest stands first; one for a lane of a gate is not for a poster.</summary>
    private static RuleMode ModeOf(IReadOnlyList<ModeOrder>? orders) =>
        orders?.FirstOrDefault(static order => order.Lane is null or PosterGate.Lane)?.Mode switch
        {
            ModeWords.Lockdown => RuleMode.Lockdown,
            ModeWords.FreePassage => RuleMode.FreePassage,
            _ => RuleMode.Normal,
        };
}

/// <summary>Rules made ready for one press of a button. Pure.</summary>
internal sealed class VenueLane(RuleEngine engine, LaneRules rules, RuleMode mode)
{
    /// <param name="visitor">Who.</param>
    /// <param name="at">Unix ms.</param>
    /// <param name="clock">How far that is to be trusted.</param>
    /// <param name="presence">What visits know of him today.</param>
    /// <param name="inside">How many are inside, by visits.</param>
    internal Verdict Decide(VenueVisitor visitor, long at, ClockQuality? clock, Presence presence, int inside) =>
        rules.Decide(new()
        {
            Kind = visitor.Pass is null ? CredentialKind.Unknown : CredentialKind.Pass,
            Proof = visitor.Proof,
            IsRotating = visitor.Step is not null,
            Category = visitor.Pass is { } pass
                ? engine.CategoryOf(Encoding.UTF8.GetBytes(pass.Category)) : RuleCase.NoCategory,
            IsElsewhere = visitor.Pass is not null && !engine.IsHere(visitor.Pass.Scope),
            Mode = mode,
            At = at,
            ClockErrorMs = clock?.ErrorMs,
            Presence = presence,
            Inside = inside,
        });
}
