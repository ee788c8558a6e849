using CheckIn.Contract;
using CheckIn.Enrolment;
using CheckIn.Gate.Enrolment;
using CheckIn.Gate.Keys;
using CheckIn.Gate.Settings;
using CheckIn.Gate.Updates;

namespace CheckIn.Gate.Identity;

/// <summary>
/// Asks the hub what it has for this gate and takes it up: keys at once, settings at the next start, since lanes with
/// people in them are not taken apart for a setting. Keys come first, so that what is stored as known has been taken
/// up.
/// </summary>
internal sealed class Provisioning(
    HubDesk desk, HubAccess access, EnrolmentStore store, GateKeys keys, IdentityStanding standing, ProvisionCue cue,
    ILogger<Provisioning> logger, UpdateCue? updates = null, HubWishes? wishes = null, SettingsLife? life = null)
{
    /// <summary>Whether the hub wants the gate out of service, as far as is known.</summary>
    internal bool IsLeaving => Stored() is { Standing: GateStandings.Leaving };

    /// <exception cref="HttpRequestException">The hub is not reached.</exception>
    /// <exception cref="HubRefusedException">The hub refuses.</exception>
    /// <exception cref="System.Security.Authentication.AuthenticationException">The gate's certificate cannot be
    /// used.</exception>
    internal async Task AskAsync(CancellationToken cancellation)
    {
        var before = Stored();
        cue.Version = before?.Version;
        wishes?.SayPlan(before?.Problems);
        try
        {
            if (await desk.ProvisionAsync(before?.Tag, cancellation) is { } answer)
                Take(answer.Provision, answer.Tag, before);
            updates?.Answered();
            if (standing.Standing == Standings.Revoked)
                Log.TakenAgain(logger);
            standing.Standing = IsLeaving ? Standings.Leaving : Standings.Good;
        }
        catch (HubRefusedException e) when (e.IsNoGate)
        {
            if (standing.Standing != Standings.Revoked)
                Log.Revoked(logger);
            standing.Standing = Standings.Revoked;
        }
    }

    private void Take(ProvisionMessage provision, string? tag, StoredProvision? before)
    {
        if (provision is { Settings: null } or { Keys: null } or { Standing: null } || access.Gate is not { } gate)
            throw new HubRefusedException("a part of its answer is missing");
        try
        {
            keys.Adopt(provision.Keys);
            var problems = ProblemsOf(provision, gate);
            if (problems.Count > 0)
                Refuse(provision, problems, before);
            else if (store.Provision(gate, provision, tag) && provision.Version != before?.Version)
            {
                standing.SettingsWait = true;
                Log.SettingsWait(logger, provision.Version);
            }
            wishes?.SayPlan(problems);
            cue.Version = provision.Version;
        }
        catch (Exception e) when (e is KeyException or EnrolmentStoreException)
        {
            // What is here holds; without the tag stored it is asked for again.
            Log.NotTaken(logger, e.Message);
        }
    }

    /// <summary>
    /// Settings that a start would fail of are not stored: whoever wrote them at the hub corrects them there, and the gate
    /// serves meanwhile with those it has. Empty = they are good.
    /// </summary>
    private IReadOnlyList<SettingsError> ProblemsOf(ProvisionMessage provision, EnrolledGate gate) => life is null ? []
        : life.Examination.OfPlan(EnrolmentStore.Settings(provision.Settings, gate), life.InForce);

    private void Refuse(ProvisionMessage provision, IReadOnlyList<SettingsError> problems, StoredProvision? before)
    {
        store.ProvisionWithout(provision, problems);
        if (before?.Problems?.SequenceEqual(problems) != true)
            Log.PlanRefused(logger, provision.Version, SettingsReports.Line(problems));
    }

    private StoredProvision? Stored()
    {
        try
        {
            return store.ReadProvision();
        }
        catch (EnrolmentStoreException)
        {
            return null; // asked for anew
        }
    }
}
