#pragma warning disable CA1822 // until it is filled in
using CheckIn.Hub.Accounts;
using CheckIn.Hub.Audit;
using CheckIn.Hub.Rollouts;
using CheckIn.Hub.Sites;

namespace CheckIn.Hub.Desired;

/// <summary>Settings of gates, for pages, API and command line.</summary>
internal sealed class DesiredDesk
{
    /// <summary>Completes at the next change of anything shown.</summary>
    internal Task Changed => throw new NotSupportedException();

    /// <summary>Every scope that says something, and that he sees.</summary>
    internal IReadOnlyList<LayerPicture> Layers(Sight sight) => throw new NotSupportedException();

    /// <summary>Null = there is no such scope that he sees; one that says nothing yet has no current version.</summary>
    internal LayerPicture? Layer(FleetScope scope, Sight sight) => throw new NotSupportedException();

    /// <summary>Newest first.</summary>
    internal IReadOnlyList<LayerVersion> History(FleetScope scope, Sight sight, long? before, int limit) =>
        throw new NotSupportedException();

    internal SettingsPreview Preview(SettingsOrder order, Sight sight) => throw new NotSupportedException();

    /// <exception cref="Settings.RefusalException">It cannot be; nothing was changed.</exception>
    internal Task<SettingsChange> ChangeAsync(SettingsOrder order, Actor actor, Sight sight) => throw new NotSupportedException();

    /// <summary>
    /// The scope says again what it said in that version. What is being rolled out there ends, and gates that have it
    /// already give it back.
    /// </summary>
    /// <param name="number">0 = nothing at all.</param>
    /// <exception cref="Settings.RefusalException">It cannot be; nothing was changed.</exception>
    internal Task<SettingsChange> RollBackAsync(FleetScope scope, long number, RolloutPlan? plan, Actor actor, Sight sight) =>
        throw new NotSupportedException();

    /// <summary>Null = there is no such gate that he sees.</summary>
    internal GateSettings? Of(string gate, Sight sight) => throw new NotSupportedException();

    /// <summary>By gate; those that he sees.</summary>
    internal IReadOnlyList<GateDifference> Differing(Sight sight, FleetScope? scope, string? after, int limit) =>
        throw new NotSupportedException();
}
