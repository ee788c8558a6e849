using System.Text.Json;
using CheckIn.Hub.Accounts;
using CheckIn.Hub.Events;
using CheckIn.Hub.Rollouts;
using CheckIn.Hub.Sites;

namespace CheckIn.Hub.Desired;

/// <summary>Settings and their rollouts, for the API: what is asked for, checked, and what there is, told.</summary>
internal sealed class SettingsRequests(
    DesiredDesk desk, RolloutDesk rollouts, RolloutViews views, EventStore store, SightBook sights)
{
    /// <summary>A body of settings, in which no name may stand twice, is read no deeper than settings lie.</summary>
    internal static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false, MaxDepth = 24 };

    /// <exception cref="DesiredException">The word is none.</exception>
    internal static FleetScope ScopeOf(string word) => FleetScopeWords.Read(word) ?? throw DesiredException.NoSuchScope(word);

    internal static SettingsOrder OrderOf(string scope, ChangeRequest asked)
    {
        var plan = asked.Rollout?.Plan();
        return new(ScopeOf(scope), asked.Patch ?? throw DesiredException.Wrong(
            "A change needs a \"patch\": a JSON merge patch. Nothing was changed.",
            "Thay đổi cần \"patch\": một JSON merge patch. Chưa thay đổi gì cả."), asked.Title ?? "", plan, asked.Expected);
    }

    internal LayerPicture Layer(string scope, Caller caller) =>
        desk.Layer(ScopeOf(scope), See(caller)) ?? throw DesiredException.NoSuchScope(scope);

    internal IReadOnlyList<SettingsRolloutRow> Rollouts(Caller caller) => store.Read(db =>
        (IReadOnlyList<SettingsRolloutRow>)[.. views.All(SettingsRollouts.Word, See(caller))
            .Select(picture => SettingsRolloutRow.Of(picture, LayerRows.Find(db, picture.Head.Target)))]);

    /// <exception cref="RolloutException">There is none that he sees.</exception>
    internal RolloutPicture Find(long id, Caller caller) =>
        views.Find(id, See(caller)) is { Head.Kind: SettingsRollouts.Word } picture
            ? picture : throw RolloutException.Unknown(id);

    internal SettingsRolloutRow Rollout(long id, Caller caller)
    {
        var picture = Find(id, caller);
        return SettingsRolloutRow.Of(picture, store.Read(db => LayerRows.Find(db, picture.Head.Target)));
    }

    internal IReadOnlyList<RolloutGateRow> Gates(long id, Caller caller, string? step, string? after, int limit) =>
        views.Gates(Find(id, caller).Head, See(caller), step, after, limit);

    internal Task StopAsync(long id, Caller caller) => rollouts.StopAsync(Checked(id), caller.Actor, Edit(caller));

    internal Task ResumeAsync(long id, Caller caller) => rollouts.ResumeAsync(Checked(id), caller.Actor, Edit(caller));

    internal Sight See(Caller caller) => sights.Of(caller, Capability.SeeSettings);

    internal Sight Edit(Caller caller) => sights.Of(caller, Capability.EditSettings);

    private long Checked(long id) => rollouts.KindOf(id) == SettingsRollouts.Word ? id : throw RolloutException.Unknown(id);
}
